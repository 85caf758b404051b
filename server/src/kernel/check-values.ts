import type { Issue } from './errors.ts';

/** How deep a request's values may nest, and how many keys and entries they may have in all, in a body of usual size. */
export const MAX_DEPTH = 20;
export const MAX_MEMBERS = 20_000;

/**
 * The first value that Foyer could not keep as it came: a null byte or half a surrogate pair in a text or a key
 * (Postgres holds neither), a number beyond a double, `__proto__`, too deep, too many. Undefined where all is well.
 */
export function findUnfit(value: unknown, maxMembers: number = MAX_MEMBERS): Issue | undefined {
  const walk: Walk = { path: [], maxMembers, membersLeft: maxMembers };
  const message = explainUnfit(value, walk);
  return message === undefined ? undefined : { path: walk.path, message };
}

/** `path` is grown and shrunk in place: it stays at the unfit value when the walk ends there. */
interface Walk {
  readonly path: (string | number)[];
  readonly maxMembers: number;
  membersLeft: number;
}

function explainUnfit(value: unknown, walk: Walk): string | undefined {
  if (typeof value === 'string') return explainText(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'This number is too large. Send it as a text.';
  if (typeof value !== 'object' || value === null) return undefined;
  if (walk.path.length >= MAX_DEPTH) return `At most ${MAX_DEPTH} levels of nesting.`;
  if (Array.isArray(value)) return explainList(value, walk);
  for (const key of Object.keys(value)) {
    const message = explainMember(key, Reflect.get(value, key), walk);
    if (message !== undefined) return message;
  }
  return undefined;
}

function explainList(list: readonly unknown[], walk: Walk): string | undefined {
  for (let index = 0; index < list.length; index += 1) {
    const message = explainMember(index, list[index], walk);
    if (message !== undefined) return message;
  }
  return undefined;
}

function explainMember(key: string | number, value: unknown, walk: Walk): string | undefined {
  walk.membersLeft -= 1;
  if (walk.membersLeft < 0) return `At most ${walk.maxMembers} keys and entries in one request. Send less at a time.`;
  walk.path.push(key);
  const message = (typeof key === 'string' ? explainKey(key) : undefined) ?? explainUnfit(value, walk);
  if (message === undefined) walk.path.pop();
  return message;
}

function explainKey(key: string): string | undefined {
  return key === '__proto__' ? 'A key cannot be called __proto__.' : explainText(key);
}

function explainText(text: string): string | undefined {
  if (text.includes('\0')) return 'Remove the null byte (U+0000) from this text.';
  return text.isWellFormed() ? undefined : 'This text holds half a surrogate pair. Send whole characters.';
}
