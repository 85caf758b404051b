import { z } from 'zod';
import type { Ctx } from '../db/database.ts';
import { invalidInput, notFound } from '../kernel/errors.ts';
import { defineOperation } from '../kernel/operation.ts';

// Operations whose verbs need no table, for the tests of what http/ does around a verb.

const noteSchema = z.object({ id: z.string(), text: z.string(), revision: z.int(), label: z.string().nullable() });

export const getNote = defineOperation({
  operationId: 'getNote',
  method: 'GET',
  path: '/v1/notes/{noteId}',
  tag: 'Notes',
  summary: 'Get a note',
  auth: 'key',
  params: z.object({ noteId: z.uuid() }),
  query: z.strictObject({ wait: z.coerce.number().int().max(5).default(0), cursor: z.string().optional() }),
  success: { status: 200, description: 'The note.', schema: noteSchema },
  etag: (note) => String(note.revision),
  handle: async (_ctx: Ctx, { params, query }) => {
    if (query.cursor) throw invalidInput('Not ours.', [{ path: ['cursor'], message: 'Use a cursor of ours.' }]);
    if (params.noteId.startsWith('0')) throw notFound('note');
    return { id: params.noteId, text: 'hi', revision: 3, label: null };
  },
});

export const createNote = defineOperation({
  operationId: 'createNote',
  method: 'POST',
  path: '/v1/notes',
  tag: 'Notes',
  summary: 'Write a note',
  auth: 'key',
  body: z.strictObject({
    text: z.string().min(1).max(50),
    kind: z.enum(['plain', 'rich']).optional(),
    author: z.strictObject({ email: z.email() }).optional(),
    extra: z.record(z.string(), z.unknown()).optional(),
  }),
  success: { status: 201, description: 'The note.', schema: noteSchema },
  location: (note) => `/v1/notes/${note.id}`,
  handle: async (_ctx: Ctx, { body }) => {
    if (body.text === 'wrong') throw invalidInput('No.', [{ path: ['author', 'a/b~c'], message: 'Not so.' }]);
    if (body.text === 'bug') throw new Error('the secret cause');
    const extra = body.text === 'leak' ? { secret: 'x' } : {};
    return { id: 'n1', text: body.text, revision: 1, label: null, ...extra };
  },
});

export const deleteNote = defineOperation({
  operationId: 'deleteNote',
  method: 'DELETE',
  path: '/v1/notes/{noteId}',
  tag: 'Notes',
  summary: 'Remove a note',
  auth: 'key',
  params: z.object({ noteId: z.uuid() }),
  success: { status: 204, description: 'Gone.' },
  handle: async () => undefined,
});

export const noteOperations = [getNote, createNote, deleteNote];
