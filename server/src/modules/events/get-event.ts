import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Event, type EventRow, eventColumns, eventSchema, toEvent } from './event.ts';

/** Raises `not_found`, also for one that has no number yet. */
export async function getEvent(ctx: Ctx, { eventId }: { eventId: string }): Promise<Event> {
  requireScope(ctx, 'events:read');
  return transaction(ctx, async ({ tx, workspace }) => {
    const [row] = await tx<EventRow[]>`
      select ${eventColumns(tx)} from events e
      where e.workspace_id = ${workspace.id} and e.id = ${eventId} and e.seq is not null and e.is_test = ${ctx.isTest}`;
    if (!row) throw notFound('event');
    return toEvent(row);
  });
}

export const getEventOperation = defineOperation({
  operationId: 'getEvent',
  method: 'GET',
  path: '/v1/events/{eventId}',
  tag: 'Events',
  summary: 'Get an event',
  description: 'The whole of it, where a webhook was too small for that.',
  auth: 'key',
  scope: 'events:read',
  params: z.strictObject({ eventId: z.uuid().describe("The event's id.") }),
  success: { status: 200, description: 'The event.', schema: eventSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getEvent(ctx, params),
});
