import { randomFillSync } from 'node:crypto';
import { notFound } from './errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * An id that a vendor's client sent as any text, as ids are kept: in lower case. Raises `not_found` for what can be no id
 * of ours: to a client the same as an unknown one.
 */
export function existingId(id: string, noun: string): string {
  if (!isUuid(id)) throw notFound(noun);
  return id.toLowerCase();
}

/**
 * A source of UUIDv7 ids (RFC 9562) that rise strictly within one process, also within one millisecond:
 * rows made together keep their order. `uuid` from npm does so only on its own clock, and ours may be virtual.
 */
export function createIdSource(): (at: Date) => string {
  const takeRandom = createRandomSource();
  let lastMs = -1;
  let counter = 0;
  return (at) => {
    const random = takeRandom();
    if (at.getTime() > lastMs) {
      lastMs = at.getTime();
      counter = random.readUInt16BE(0) & 0x7ff;
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const tail = random.toString('hex', 2, 8);
    const variant = (0x80 | (random.readUInt8(0) & 0x3f)).toString(16);
    const low = random.toString('hex', 1, 2);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${low}-${tail}`;
  };
}

const RANDOM_BYTES = 8;
const PAGE_BYTES = 512 * RANDOM_BYTES;

/** Eight random bytes at a time: to ask the system for so few costs more than all else in an id. */
function createRandomSource(): () => Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  const parts = Array.from({ length: PAGE_BYTES / RANDOM_BYTES }, (_, at) =>
    page.subarray(at * RANDOM_BYTES, (at + 1) * RANDOM_BYTES),
  );
  let left: Buffer[] = [];
  return () => {
    const part = left.pop();
    if (part) return part;
    randomFillSync(page);
    left = [...parts];
    return left.pop() ?? page;
  };
}

/** The moment inside a UUIDv7, to the millisecond. A row's `created_at` is this very moment. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
