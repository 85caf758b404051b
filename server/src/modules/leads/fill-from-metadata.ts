import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { fitToField } from './fit-to-field.ts';
import { setVariable } from './set-variable.ts';

/**
 * Fields with a `metadataKey` take their first value from what came in with the lead; never the other way. What does
 * not fit its field stays metadata only, and the agent asks.
 */
export async function fillFromMetadata(
  ctx: TxCtx,
  leadId: string,
  definition: WorkflowDefinition,
  metadata: Readonly<Record<string, unknown>>,
): Promise<void> {
  const found = definition.fields.flatMap((field) => {
    const raw = field.metadataKey === undefined ? undefined : metadata[field.metadataKey];
    const fit = raw === undefined ? undefined : fitToField(ctx, definition, field, raw);
    return fit?.ok ? [{ key: field.key, value: fit.value }] : [];
  });
  await Promise.all(
    found.map(({ key, value }) =>
      setVariable(ctx, { leadId, key, value, valueText: textOf(value), confidence: 1, source: 'metadata' }),
    ),
  );
}

function textOf(value: VariableValue): string {
  if (typeof value !== 'object') return String(value);
  return 'amount' in value ? `${value.amount} ${value.currency}` : value.join(', ');
}
