import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import { validateValue } from '../../engagement/understanding/validate.ts';
import type { WorkflowDefinition, WorkflowField } from '../../engagement/workflow/definition.ts';
import { parseEmail, parsePhone } from '../../kernel/contact.ts';
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
  const { timeZone, country } = ctx.workspace;
  const speech = { now: ctx.at, timeZone: definition.booking?.timeZone ?? timeZone, country };
  const found = definition.fields.flatMap((field) => {
    const raw = field.metadataKey === undefined ? undefined : readAs(field, metadata[field.metadataKey], country);
    const checked =
      raw === undefined ? undefined : validateValue(field, raw, { ...speech, language: definition.agent.language });
    return checked?.ok ? [{ key: field.key, value: checked.value }] : [];
  });
  await Promise.all(
    found.map(({ key, value }) =>
      setVariable(ctx, { leadId, key, value, valueText: textOf(value), confidence: 1, source: 'metadata' }),
    ),
  );
}

/** JSON as a field's value: forms send numbers and yes-no as texts. */
function readAs({ type }: WorkflowField, value: unknown, country: string): VariableValue | undefined {
  if (typeof value === 'string') {
    if (type === 'phone') return parsePhone(value, country)?.e164;
    if (type === 'email') return parseEmail(value);
    if (type === 'boolean') return value === 'true' || (value === 'false' ? false : undefined);
    if (type === 'number' || type === 'integer')
      return /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
    return value;
  }
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value : undefined;
  if (isMoney(value)) return { amount: value.amount, currency: value.currency };
  return typeof value === 'boolean' || typeof value === 'number' ? value : undefined;
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'amount') === 'number' &&
    /^[A-Z]{3}$/.test(String(Reflect.get(value, 'currency')))
  );
}

function textOf(value: VariableValue): string {
  if (typeof value !== 'object') return String(value);
  return 'amount' in value ? `${value.amount} ${value.currency}` : value.join(', ');
}
