import { z } from 'zod';
import type { Ctx, PublicCtx, VisitorCtx } from '../../db/database.ts';
import { defineOperation } from '../../kernel/operation.ts';

// Operations of every kind that http/ can mount and describe, for its tests.

const authorSchema = z
  .object({ name: z.string().describe('As it is printed.'), email: z.email().nullable() })
  .meta({ id: 'Author' });
const noteSchema = z
  .object({
    id: z.uuid(),
    text: z.string(),
    revision: z.int(),
    author: authorSchema.nullable(),
    extra: z.record(z.string(), z.unknown()),
    tags: z.array(z.string()),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Note' });
type Note = z.infer<typeof noteSchema>;

/** Reads the same both ways, and differently where it has a default. */
const styleSchema = z.strictObject({ colour: z.string() }).meta({ id: 'Style' });
const layoutSchema = z.strictObject({ width: z.int().default(80), style: styleSchema }).meta({ id: 'Layout' });

const note: Note = {
  id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55',
  text: 'hi',
  revision: 3,
  author: null,
  extra: {},
  tags: [],
  createdAt: '2026-01-01T00:00:00.000Z',
};

export const sampleOperations = [
  defineOperation({
    operationId: 'createNote',
    method: 'POST',
    path: '/v1/notes',
    tag: 'Notes',
    summary: 'Write a note',
    description: 'Notes are short.',
    auth: 'key',
    scope: 'leads:write',
    body: z
      .strictObject({ text: z.string().max(50), layout: layoutSchema.optional(), author: z.string().nullish() })
      .meta({ examples: [{ text: 'Remember the milk' }] }),
    success: { status: 201, description: 'The note.', schema: noteSchema },
    errors: ['not_found'],
    idempotent: true,
    etag: ({ revision }) => String(revision),
    location: ({ id }) => `/v1/notes/${id}`,
    handle: async (_ctx: Ctx, { body }) => ({ ...note, text: body.text }),
  }),
  defineOperation({
    operationId: 'listNotes',
    method: 'GET',
    path: '/v1/notes',
    tag: 'Notes',
    summary: 'List notes',
    auth: 'key',
    scope: 'leads:read',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(25).describe('Rows a page.'),
      after: z.iso.datetime({ offset: true }).optional(),
    }),
    success: {
      status: 200,
      description: 'A page.',
      schema: z.object({ data: z.array(noteSchema), layout: layoutSchema }),
    },
    handle: async (_ctx: Ctx) => ({ data: [note], layout: { width: 80, style: { colour: 'red' } } }),
  }),
  defineOperation({
    operationId: 'getNote',
    method: 'GET',
    path: '/v1/notes/{noteId}',
    tag: 'Notes',
    summary: 'Get a note',
    auth: 'key',
    scope: 'leads:read',
    params: z.object({ noteId: z.uuid().describe("The note's id.") }),
    success: { status: 200, description: 'The note.', schema: noteSchema },
    errors: ['not_found'],
    etag: ({ revision }) => String(revision),
    handle: async (_ctx: Ctx) => note,
  }),
  defineOperation({
    operationId: 'deleteNote',
    method: 'DELETE',
    path: '/v1/notes/{noteId}',
    tag: 'Notes',
    summary: 'Remove a note',
    auth: 'key',
    params: z.object({ noteId: z.uuid() }),
    success: { status: 204, description: 'Gone.' },
    handle: async (_ctx: Ctx) => undefined,
  }),
  defineOperation({
    operationId: 'readChat',
    method: 'GET',
    path: '/v1/chat/{conversationId}',
    tag: 'Chat',
    summary: 'Read what was said',
    auth: 'visitor',
    params: z.object({ conversationId: z.uuid() }),
    success: { status: 200, description: 'It.', schema: z.object({ said: z.string() }) },
    handle: async (_ctx: VisitorCtx) => ({ said: 'hello' }),
  }),
  defineOperation({
    operationId: 'getCalendar',
    method: 'GET',
    path: '/v1/calendar',
    tag: 'Calendar',
    summary: 'Get the calendar file',
    auth: 'none',
    success: { status: 200, description: 'The file.', schema: z.string(), contentType: 'text/calendar; charset=utf-8' },
    handle: async (_ctx: PublicCtx) => 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
  }),
];
