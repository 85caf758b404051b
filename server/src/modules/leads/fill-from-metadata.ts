import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { fitToField } from './fit-to-field.ts';
import { touchLead } from './lock-lead.ts';
import { storeVariable } from './set-variable.ts';
import { settleChecklist } from './settle-checklist.ts';
import { lengthOf, MAX_VARIABLES_LENGTH } from './variable-room.ts';

/**
 * Fields with a `metadataKey` take their first value from what came in with the lead, which is new; never the other way.
 * What does not fit its field, or is more than a lead may hold, stays metadata only, and the agent asks.
 */
export async function fillFromMetadata(
  ctx: TxCtx,
  leadId: string,
  definition: WorkflowDefinition,
  metadata: Readonly<Record<string, unknown>>,
): Promise<void> {
  let room = MAX_VARIABLES_LENGTH;
  const found = definition.fields.flatMap((field) => {
    const raw = field.metadataKey === undefined ? undefined : metadata[field.metadataKey];
    const fit = raw === undefined ? undefined : fitToField(ctx, definition, field, raw);
    if (!fit?.ok) return [];
    const variable = { key: field.key, value: fit.value, valueText: textOf(fit.value) };
    if (lengthOf(variable) > room) return [];
    room -= lengthOf(variable);
    return [variable];
  });
  if (found.length === 0) return;
  await writeCollected(ctx.tx);
  await Promise.all([
    ...found.map((variable) => storeVariable(ctx, { leadId, ...variable, confidence: 1, source: 'metadata' })),
    touchLead(ctx, leadId),
  ]);
  if (definition.checklist.length > 0) await settleChecklist(ctx, leadId);
}

function textOf(value: VariableValue): string {
  if (typeof value !== 'object') return String(value);
  return 'amount' in value ? `${value.amount} ${value.currency}` : value.join(', ');
}
