import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { bookingContext } from './booking-context.ts';
import { fitToField } from './fit-to-field.ts';
import { type LeadVariable, variableSchema } from './lead.ts';
import { setVariable } from './set-variable.ts';
import { lockLead } from './update-lead.ts';

export const variableParams = z.strictObject({
  leadId: z.uuid(),
  key: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/, 'Use letters, digits, _, . and -, starting with a letter, at most 60.'),
});

export const setLeadVariableSchema = z.strictObject({
  value: z.unknown().refine((value) => value !== undefined && value !== null, 'Give a value; to remove it use DELETE.'),
  valueText: z.string().max(5000).optional().describe('The words said; the value as text where it is missing.'),
  confidence: z.number().min(0).max(1).default(1),
});

/** Sets what is known of a lead for a key; what it was stays in its history. Raises `not_found`, `invalid_input`. */
export async function setLeadVariable(
  ctx: Ctx,
  input: z.infer<typeof variableParams> & z.infer<typeof setLeadVariableSchema>,
): Promise<LeadVariable> {
  requireScope(ctx, 'leads:write');
  const { leadId, key, confidence } = input;
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const value = await checkedValue(tctx, leadId, key, input.value);
    const valueText = input.valueText ?? (typeof value === 'string' ? value : JSON.stringify(value));
    const [variable] = await Promise.all([
      setVariable(tctx, { leadId, key, value, valueText, confidence, source: 'api' }),
      recordAudit(tctx, { verb: 'setLeadVariable', objectType: 'lead', objectId: leadId, changed: [key] }),
    ]);
    return variable;
  });
}

/** A key that is a field of the lead's workflow takes what fits the field; any other takes any JSON up to 32 kB. */
async function checkedValue(ctx: TxCtx, leadId: string, key: string, value: unknown): Promise<unknown> {
  const refuse = (message: string) => invalidInput('The value cannot be stored.', [{ path: ['value'], message }]);
  if (JSON.stringify(value).length > MAX_VALUE_LENGTH) throw refuse('At most 32,768 characters of JSON.');
  const { workflow } = await bookingContext(ctx, leadId, undefined);
  const field = workflow?.definition.fields.find((one) => one.key === key);
  if (!workflow || !field) return value;
  const fit = fitToField(ctx, workflow.definition, field, value);
  if (!fit.ok) throw refuse(fit.message);
  return fit.value;
}

const MAX_VALUE_LENGTH = 32_768;

export const setLeadVariableOperation = defineOperation({
  operationId: 'setLeadVariable',
  method: 'PUT',
  path: '/v1/leads/{leadId}/variables/{key}',
  tag: 'Leads',
  summary: 'Set a variable of a lead',
  auth: 'key',
  scope: 'leads:write',
  params: variableParams,
  body: setLeadVariableSchema,
  success: { status: 200, description: 'The variable as it is now.', schema: variableSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => setLeadVariable(ctx, { ...params, ...body }),
});
