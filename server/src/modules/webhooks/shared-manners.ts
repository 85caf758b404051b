import { createHmac, randomBytes } from 'node:crypto';
import { FoyerError } from '../../kernel/errors.ts';
import type { Event } from '../events/index.ts';

const MINUTE_MS = 60_000;

/** The waits before further attempts, of minutes. */
export const minutes = (...waits: readonly number[]) => waits.map((wait) => wait * MINUTE_MS);

/** A secret for signatures that have no form of their own. */
export const newHexSecret = () => randomBytes(24).toString('hex');

/** HMAC-SHA256 of the body in lower-case hexadecimal, by the secret in use; undefined where there is none. */
export function hexSignature(secrets: readonly string[], body: string): string | undefined {
  const [secret] = secrets;
  return secret === undefined ? undefined : createHmac('sha256', secret).update(body).digest('hex');
}

/** A text among an event's data. */
export function textIn(event: Event, key: string): string | undefined {
  const value = event.data[key];
  return typeof value === 'string' ? value : undefined;
}

/** Undefined where what is told of has gone by then. */
export async function unlessGone<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((error: unknown) => {
    if (error instanceof FoyerError && error.code === 'not_found') return undefined;
    throw error;
  });
}
