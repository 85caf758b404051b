import { hash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The APIs a key may be made for. Any key of a workspace opens all of them: the dialect sets its format and its limits. */
export const dialects = ['native', 'coachbot', 'omni', 'nexor', 'vorel', 'convocore'] as const;
export type Dialect = (typeof dialects)[number];

export function isDialect(text: string): text is Dialect {
  return (dialects as readonly string[]).includes(text);
}

/** What a secret's format tells. Omni's and Convocore's are one format that says nothing of test or live. */
export interface KeyFormat {
  readonly dialects: readonly Dialect[];
  readonly isTest: boolean | null;
}

/** A new secret in the dialect's format: at least 128 random bits. */
export function generateKey(dialect: Dialect, { isTest }: { readonly isTest: boolean }): string {
  const mode = isTest ? 'test' : 'live';
  switch (dialect) {
    case 'native': {
      const text = `fy_${mode}_${randomBase62(32)}`;
      return text + checksumOf(text);
    }
    case 'coachbot':
      return `ck_${mode}_${randomBytes(16).toString('hex')}`;
    case 'nexor':
      return `nxr_${mode}_${randomBase62(40)}`;
    case 'vorel':
      return `vapk_${mode}_${randomBytes(24).toString('hex')}`;
    case 'omni':
    case 'convocore':
      return randomBase62(40);
  }
}

/** Undefined for what has no key's format, and for a native key whose checksum is wrong. */
export function describeKey(secret: string): KeyFormat | undefined {
  if (/^[0-9A-Za-z]{40}$/.test(secret)) return { dialects: ['omni', 'convocore'], isTest: null };
  const [, prefix, mode] = PREFIXED.exec(secret) ?? [];
  const dialect = prefix === undefined ? undefined : byPrefix.get(prefix);
  if (!dialect || isMistyped(secret)) return undefined;
  return { dialects: [dialect], isTest: mode === 'test' };
}

/** True for what begins as a native key but is none: nobody need ask the database for it. */
export function isMistyped(secret: string): boolean {
  if (!/^fy_(?:live|test)_/.test(secret)) return false;
  return !NATIVE.test(secret) || checksumOf(secret.slice(0, -CHECKSUM_LENGTH)) !== secret.slice(-CHECKSUM_LENGTH);
}

/** What is stored and looked up of a key or token: its SHA-256. They are long and random, so no slow hash is needed. */
export function hashKey(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LENGTH = 6;
const NATIVE = /^fy_(?:live|test)_[0-9A-Za-z]{38}$/;
const PREFIXED =
  /^(?=fy_.{5}[0-9A-Za-z]{38}$|ck_.{5}[0-9a-f]{32}$|nxr_.{5}[0-9A-Za-z]{40}$|vapk_.{5}[0-9a-f]{48}$)([a-z]+)_(live|test)_/;
const byPrefix: ReadonlyMap<string, Dialect> = new Map([
  ['fy', 'native'],
  ['ck', 'coachbot'],
  ['nxr', 'nexor'],
  ['vapk', 'vorel'],
]);

/** CRC-32 of the text before it, in six base62 digits: catches a key that was cut or mistyped. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function randomBase62(length: number): string {
  return Array.from({ length }, () => BASE62.charAt(randomInt(62))).join('');
}
