import { invalidInput } from '../../kernel/errors.ts';

/** An opaque place in the list of tags, which goes by name: it holds also when the tag has gone. */
export function encodeTagCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The tag's key in a cursor of ours. Raises `invalid_input` naming `cursor`. */
export function decodeTagCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key === '' || key.includes('\0') || encodeTagCursor(key) !== cursor) {
    const message = 'Use the nextCursor of an earlier page as it came, or leave cursor out for the first page.';
    throw invalidInput('The cursor is none of ours.', [{ path: ['cursor'], message }]);
  }
  return key;
}
