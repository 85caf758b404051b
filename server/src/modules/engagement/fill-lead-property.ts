import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowDefinition, WorkflowField } from '../../engagement/workflow/definition.ts';
import { propertyOf } from '../../engagement/workflow/lead-property.ts';
import { parsePhone, splitName } from '../../kernel/contact.ts';
import { recordEvent } from '../timeline/index.ts';

/**
 * Writes what a lead said of itself into its own properties. It is a claim on this lead, unverified: it opens, changes
 * and merges no other. A new address is not verified because the old one was, and what is there already stays as it
 * was given: a name's parts above all.
 */
export async function fillLeadProperty(
  ctx: TxCtx,
  leadId: string,
  { definition, field }: { definition: WorkflowDefinition; field: WorkflowField },
  value: VariableValue,
): Promise<void> {
  const property = propertyOf(definition, field);
  if (property === undefined || typeof value !== 'string') return;
  const columns = columnsFor(property, value, ctx.workspace.country);
  const changed = await ctx.tx`
    update leads set ${ctx.tx(columns)}, updated_at = ${ctx.at}, revision = revision + 1
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}
      and ${ctx.tx(property)} is distinct from ${columns[property] ?? null}
    returning id`;
  if (changed.length > 0) recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed: [property] } });
}

type Property = NonNullable<ReturnType<typeof propertyOf>>;

function columnsFor(property: Property, value: string, country: string): Record<string, string | null> {
  if (property === 'name') return { ...splitName(value) };
  if (property === 'email') return { email: value.toLowerCase(), emailVerifiedAt: null };
  if (property === 'phone') {
    return { phone: value, phoneMatchKey: parsePhone(value, country)?.matchKey ?? value, phoneVerifiedAt: null };
  }
  return { [property]: value };
}
