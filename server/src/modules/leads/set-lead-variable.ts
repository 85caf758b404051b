import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { bookingContext } from './booking-context.ts';
import { checkValue, textOfValue } from './check-value.ts';
import { type LeadVariable, variableSchema } from './lead.ts';
import { lockLead } from './lock-lead.ts';
import { setVariable } from './set-variable.ts';
import { requireRoom } from './variable-room.ts';

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
    const { workflow } = await bookingContext(tctx, leadId, undefined);
    const checked = checkValue(tctx, workflow?.definition, { key, value: input.value });
    if (!checked.ok) throw invalidInput('The value cannot be stored.', [{ path: ['value'], message: checked.message }]);
    const { value } = checked;
    const valueText = input.valueText ?? textOfValue(value);
    const [variable] = await Promise.all([
      setVariable(tctx, { leadId, key, value, valueText, confidence, source: 'api' }),
      recordAudit(tctx, { verb: 'setLeadVariable', objectType: 'lead', objectId: leadId, changed: [key] }),
    ]);
    await requireRoom(tctx, leadId, ['value']);
    return variable;
  });
}

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
