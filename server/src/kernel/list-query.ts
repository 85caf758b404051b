import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { wholeNumber } from './whole-number.ts';

/** The query of every list: newest first, `limit` rows after `cursor`. */
export const listQuery = {
  limit: wholeNumber(1, 100, 25).describe('Rows a page.'),
  cursor: z.string().max(100).optional().describe("An earlier page's `nextCursor`. Leave out for the first page."),
};

export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

export function pageSchema<T>(item: z.ZodType<T>) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** Below every UUIDv7 that will ever be: a list's first page begins under it. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The id under which the wanted page begins. Raises `invalid_input` for a cursor that is none. */
export function pageStart(query: ListQuery): string {
  return query.cursor === undefined ? LAST_ID : decodeCursor(query.cursor);
}

/** Makes a page of `limit + 1` rows read: the row too many says that there is more. */
export function toPage<T extends { readonly id: string }>(rows: readonly T[], limit: number): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}
