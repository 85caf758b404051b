import { z } from 'zod';
import type { Ctx } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { eventCatalogue } from '../../kernel/event-types.ts';
import { defineOperation } from '../../kernel/operation.ts';

const eventTypeSchema = z
  .object({
    type: z.string(),
    summary: z.string(),
    schema: z.record(z.string(), z.unknown()).describe("JSON Schema of the event's `data`, without `actor`."),
    example: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'EventTypeDescription' });
type EventTypeDescription = z.infer<typeof eventTypeSchema>;

let described: EventTypeDescription[] | undefined;

/** Every type of event there is, with the JSON Schema of its data and an example. */
export function listEventTypes(ctx: Ctx): { data: EventTypeDescription[] } {
  requireScope(ctx, 'events:read');
  described ??= [...eventCatalogue].map(([type, { summary, schema, example }]) => ({
    type,
    summary,
    schema: z.toJSONSchema(schema, { io: 'input' }),
    example,
  }));
  return { data: described };
}

export const listEventTypesOperation = defineOperation({
  operationId: 'listEventTypes',
  method: 'GET',
  path: '/v1/event-types',
  tag: 'Events',
  summary: 'List the types of events',
  description: 'The catalogue: every type with when it happens, the JSON Schema of its `data`, and an example.',
  auth: 'key',
  scope: 'events:read',
  success: {
    status: 200,
    description: 'The types.',
    schema: z.object({ data: z.array(eventTypeSchema) }),
  },
  handle: async (ctx: Ctx) => listEventTypes(ctx),
});
