import { decodeCursor, encodeCursor } from '../../kernel/cursor.ts';
import type { ListQuery, Page } from '../../kernel/list-query.ts';
import type { VorelListQuery } from './request-schemas.ts';

/** The vendor's cursors are ids. */
export function toListQuery({ limit, cursor }: VorelListQuery): ListQuery {
  return { limit, cursor: cursor === undefined ? undefined : encodeCursor(cursor) };
}

/** A page in the vendor's wrapper, each row as `toItem` gives it. */
export function toVorelPage<T, R>({ data, nextCursor }: Page<T>, toItem: (row: T) => R) {
  return {
    data: data.map(toItem),
    next_cursor: nextCursor === null ? null : decodeCursor(nextCursor),
    has_more: nextCursor !== null,
  };
}
