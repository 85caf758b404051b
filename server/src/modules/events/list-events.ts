import { z } from 'zod';
import { type Ctx, isInTransaction } from '../../db/database.ts';
import { lookUntil } from '../../db/signals.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { optionalWholeNumber, wholeNumber } from '../../kernel/whole-number.ts';
import { eventFilterQuery, eventSchema, toFilter } from './event.ts';
import { type EventPage, readEvents } from './read-events.ts';

export const MAX_SEQ = Number.MAX_SAFE_INTEGER;

const listEventsQuery = z.strictObject({
  after: optionalWholeNumber(0, MAX_SEQ).describe(
    'Events with a higher seq than this. Without it the list begins with the oldest that is kept.',
  ),
  limit: wholeNumber(1, 500, 100).describe('Events a page.'),
  wait: wholeNumber(0, 30, 0).describe('Seconds to wait for one where there is none yet.'),
  ...eventFilterQuery,
});
type ListEventsQuery = z.infer<typeof listEventsQuery>;

/**
 * Events after a number, oldest first; waits for the next where there is none. A test key reads those of test leads, a
 * live key all others. Raises `conflict` events_forgotten, `invalid_input`.
 */
export async function listEvents(ctx: Ctx, query: ListEventsQuery, signal?: AbortSignal): Promise<EventPage> {
  requireScope(ctx, 'events:read');
  const { after, limit, wait } = query;
  const wanted = { after, limit, ...toFilter(query), isTest: ctx.isTest };
  if (wait === 0 || signal === undefined || isInTransaction(ctx)) return readEvents(ctx, wanted);
  return lookUntil(
    ctx.db.signals,
    ctx.workspace.id,
    { timeoutMs: wait * 1000, abort: signal },
    () => readEvents(ctx, wanted),
    ({ data }) => data.length > 0,
  );
}

export const listEventsOperation = defineOperation({
  operationId: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'List events',
  description:
    'What happened, oldest first. Ask again with `after` set to the `nextAfter` of the last answer: no event is missed, none comes twice, and none comes out of order. Numbers that are missing belong to events that the key or the filter does not let through. With `wait` the answer comes as soon as there is an event. Events are kept for 30 days unless the workspace says otherwise; where some of those asked for are gone, the answer is 409 `events_forgotten`.',
  auth: 'key',
  scope: 'events:read',
  query: listEventsQuery,
  success: {
    status: 200,
    description: 'The events.',
    schema: z
      .object({ data: z.array(eventSchema), nextAfter: z.int().describe('`after` of the next request.') })
      .meta({ id: 'EventPage' }),
  },
  errors: ['conflict'],
  handle: (ctx: Ctx, { query, signal }) => listEvents(ctx, query, signal),
});
