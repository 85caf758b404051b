import { invalidInput } from './errors.ts';
import { isUuid } from './ids.ts';

/** An opaque place in a list that is ordered by id: it holds also when its row has gone. */
export function encodeCursor(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The id inside a cursor of ours. Raises `invalid_input` naming `cursor`. */
export function decodeCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isUuid(id) || encodeCursor(id) !== cursor) {
    const message = 'Use the nextCursor of an earlier page as it came, or leave cursor out for the first page.';
    throw invalidInput('The cursor is none of ours.', [{ path: ['cursor'], message }]);
  }
  return id;
}
