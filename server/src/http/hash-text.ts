import { createHash } from 'node:crypto';

/** A short version of a text or file for ETags and file names: the first 96 bits of its SHA-256. */
export function hashText(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
