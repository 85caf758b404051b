import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { freeSlots } from '../../engagement/calendar/index.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { wholeNumber } from '../../kernel/whole-number.ts';
import { valuesOfLead } from '../leads/index.ts';
import { loadWorkflow } from '../workflows/index.ts';
import { slotSearch } from './calendar-of-workflow.ts';

const slotSchema = z
  .object({
    startAt: z.iso.datetime(),
    endAt: z.iso.datetime(),
    resourceKey: z.string().nullable(),
    resourceName: z.string().nullable(),
  })
  .meta({ id: 'Slot' });
type ListedSlot = z.infer<typeof slotSchema>;

export const listSlotsQuery = z.strictObject({
  fromDate: z.iso.date().optional().describe("First day, in the calendar's time zone; today where it is missing."),
  toDate: z.iso.date().optional().describe('Last day; as far as can be booked where it is missing.'),
  resourceKey: z.string().max(60).optional(),
  leadId: z
    .uuid()
    .optional()
    .describe('What is known of this lead decides how long it takes and who is offered, as it does when it books.'),
  limit: wholeNumber(1, 500, 50),
});

/** Free slots of a workflow in order of time. Raises `not_found` (workflow or lead), `unprocessable` where it books nothing. */
export async function listSlots(
  ctx: Ctx,
  { workflow: wanted, ...query }: { workflow: string } & z.infer<typeof listSlotsQuery>,
): Promise<{ data: ListedSlot[] }> {
  requireScope(ctx, 'appointments:read');
  const { fromDate, toDate, resourceKey, leadId, limit } = query;
  const search = await transaction(ctx, async (tctx) => {
    const workflow = await loadWorkflow(tctx, isUuid(wanted) ? { workflowId: wanted } : { key: wanted });
    const { booking } = workflow.definition;
    if (!booking)
      throw new FoyerError('unprocessable', 'This workflow books no appointments.', { reason: 'no_booking_rule' });
    const values = leadId === undefined ? new Map() : await valuesOfLead(tctx, leadId);
    return slotSearch(tctx, { workflowId: workflow.id, booking, values });
  });
  const wish = { ...(fromDate && { fromDate }), ...(toDate && { toDate }), text: '', confidence: 1 };
  const slots = freeSlots({ ...search, wish, resourceKey, limit });
  const data = slots.map(({ startAt, endAt, resourceKey: key, resourceName }) => ({
    startAt,
    endAt,
    resourceKey: key ?? null,
    resourceName: resourceName ?? null,
  }));
  return { data };
}

export const listSlotsOperation = defineOperation({
  operationId: 'listSlots',
  method: 'GET',
  path: '/v1/workflows/{workflow}/slots',
  tag: 'Appointments',
  summary: 'List free slots',
  description: 'Times that can be booked now, by the workflow’s hours, closures, notice, buffer and what is taken.',
  auth: 'key',
  scope: 'appointments:read',
  params: z.strictObject({ workflow: z.string().max(60).describe("The workflow's key or id.") }),
  query: listSlotsQuery,
  success: {
    status: 200,
    description: 'Free slots in order of time.',
    schema: z.object({ data: z.array(slotSchema) }),
  },
  errors: ['not_found', 'unprocessable'],
  handle: (ctx: Ctx, { params, query }) => listSlots(ctx, { ...params, ...query }),
});
