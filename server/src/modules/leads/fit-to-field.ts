import type { TxCtx } from '../../db/database.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import { type Validity, validateValue } from '../../engagement/understanding/validate.ts';
import type { WorkflowDefinition, WorkflowField } from '../../engagement/workflow/definition.ts';
import { parseEmail, parsePhone } from '../../kernel/contact.ts';

/** JSON that came by API as a value of a workflow's field, or what is wrong with it: the agent must be able to read it. */
export function fitToField(ctx: TxCtx, definition: WorkflowDefinition, field: WorkflowField, raw: unknown): Validity {
  const { timeZone, country } = ctx.workspace;
  const value = readAs(field, raw, country);
  if (value === undefined) return { ok: false, message: `This is no value for a field of type ${field.type}.` };
  const { language } = definition.agent;
  return validateValue(field, value, {
    now: ctx.at,
    timeZone: definition.booking?.timeZone ?? timeZone,
    country,
    language,
  });
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
