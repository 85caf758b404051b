import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { setVariable } from './set-variable.ts';

/** Fields with a `metadataKey` take their first value from what came in with the lead; never the other way. */
export async function fillFromMetadata(
  ctx: TxCtx,
  leadId: string,
  definition: WorkflowDefinition,
  metadata: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const field of definition.fields) {
    const value = field.metadataKey === undefined ? undefined : metadata[field.metadataKey];
    if (!isVariableValue(value)) continue;
    const valueText = Array.isArray(value) ? value.join(', ') : String(value);
    await setVariable(ctx, { leadId, key: field.key, value, valueText, confidence: 1, source: 'metadata' });
  }
}

function isVariableValue(value: unknown): value is VariableValue {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
