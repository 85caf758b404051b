import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type EventType, eventTypes } from '../../kernel/event-types.ts';

export const eventSchema = z
  .object({
    id: z.uuid(),
    seq: z.int().describe('Its number in the workspace. Later events have higher ones.'),
    type: z.string().describe('As `GET /v1/event-types` lists them.'),
    timestamp: z.iso.datetime().describe('When it happened.'),
    leadId: z.uuid().nullable(),
    conversationId: z.uuid().nullable(),
    isTest: z.boolean(),
    data: z
      .record(z.string(), z.unknown())
      .describe("As the type's schema says, and `actor`: what kind of caller did it. Empty once the lead is erased."),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof eventSchema>;

/** Which events a reader wants. */
export interface EventFilter {
  readonly types?: readonly EventType[] | undefined;
  readonly leadId?: string | undefined;
}

export interface EventRow extends Omit<Event, 'timestamp'> {
  readonly createdAt: Date;
}

export const eventFilterQuery = {
  types: z
    .string()
    .max(2_000)
    .optional()
    .describe('Names of types with commas; `lead.*` stands for all that begin so. All where it is missing.'),
  leadId: z.uuid().optional().describe('Events of this lead alone.'),
};

/** Raises `invalid_input` for a name or a pattern that fits no type. */
export function toFilter({ types, leadId }: { types?: string | undefined; leadId?: string | undefined }): EventFilter {
  return { types: types === undefined ? undefined : expandTypes(types.split(','), ['types']), leadId };
}

/** The types that names and patterns such as `lead.*` and `*` stand for. Raises `invalid_input`. */
export function expandTypes(names: readonly string[], path: readonly (string | number)[]): EventType[] {
  const found = names.map((name) => {
    const wanted = name.trim();
    const types = eventTypes.filter((type) => type === wanted || fitsPattern(type, wanted));
    if (types.length > 0) return types;
    const message = `${JSON.stringify(wanted)} is no type of event: GET /v1/event-types lists them.`;
    throw invalidInput('There are no such events.', [{ path, message }]);
  });
  return [...new Set(found.flat())];
}

function fitsPattern(type: string, pattern: string): boolean {
  return pattern === '*' || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}

export function toEvent({ createdAt, ...row }: EventRow): Event {
  return { ...row, timestamp: createdAt.toISOString() };
}

/** The columns of an event as `EventRow` has them, for a select from `events e`. */
export const eventColumns = (tx: Tx) =>
  tx`e.id, e.seq, e.type, e.lead_id, e.conversation_id, e.is_test, e.data, e.created_at`;
