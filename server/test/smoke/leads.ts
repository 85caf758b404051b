import { eventually } from './machine.ts';
import type { RunningProduct } from './product.ts';

interface Written {
  /** Those that were answered with a 201. */
  readonly leadIds: readonly string[];
  /** The statuses of the others; a broken connection is none. */
  readonly refusals: readonly number[];
}

interface Writing {
  /** Settles when the first leads have been answered. */
  readonly whenSome: Promise<void>;
  end(): Promise<Written>;
}

const WRITERS = 3;
const SOME = 6;
const MOST = 60;

/** Writes leads, several at a time and without a pause, until `end` or until enough are written. */
export function startWriting(product: RunningProduct): Writing {
  const leadIds: string[] = [];
  const refusals: number[] = [];
  let ending = false;
  const some = Promise.withResolvers<void>();
  const write = async () => {
    while (!ending && leadIds.length < MOST) {
      const answer = await request(product, 'POST', '/v1/leads', { name: `Visitor ${leadIds.length}` });
      if (answer === undefined) return;
      if (answer.status === 201) leadIds.push(answer.id);
      else refusals.push(answer.status);
      if (leadIds.length >= SOME) some.resolve();
      if (refusals.length > MOST) return;
    }
  };
  const writers = Array.from({ length: WRITERS }, write);
  return {
    whenSome: Promise.race([some.promise, Promise.all(writers).then(() => undefined)]),
    end: async () => {
      ending = true;
      await Promise.all(writers);
      return { leadIds, refusals };
    },
  };
}

/** What became of those leads that cannot be read, by their ids. A 503, which asks to come again, is asked again. */
export async function findMissing(product: RunningProduct, leadIds: readonly string[]): Promise<string[]> {
  if (leadIds.length === 0) throw new Error('No lead was written, so there is nothing to look for.');
  const missing: string[] = [];
  for (const id of leadIds) {
    const answer = await eventually(`an answer about ${id}`, 10_000, async () => {
      const found = await request(product, 'GET', `/v1/leads/${id}`);
      return found?.status === 503 ? undefined : found;
    });
    if (answer.status !== 200 || answer.id !== id) missing.push(`${id}: ${answer.status}`);
  }
  return missing;
}

/** The status and the id in the answer; undefined where the connection broke. */
async function request(
  { url, key }: RunningProduct,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; id: string } | undefined> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    return { status: response.status, id: idOf(answer) };
  } catch {
    return undefined;
  }
}

function idOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : '';
}
