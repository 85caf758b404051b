import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '../db/database.ts';
import { gatherLookUps, type PlacedRow } from '../db/gather.ts';
import type { Workspace } from '../kernel/ctx.ts';
import { FoyerError } from '../kernel/errors.ts';
import { type Dialect, hashKey, isMistyped } from '../kernel/key-format.ts';
import { isScope, type Scope } from '../kernel/scopes.ts';

/** A valid key, as it was when it was looked up. */
export interface KeyHolder {
  readonly keyId: string;
  readonly workspace: Workspace;
  readonly dialect: Dialect;
  readonly scopes: ReadonlySet<Scope>;
  readonly isTest: boolean;
  readonly limitPerMinute: number | null;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  /** Another number after each change of a key of the workspace, and of what is said here of the workspace. */
  readonly keyRevision: number;
}

/** A visitor's token and what it opens. */
export interface TokenHolder {
  readonly workspace: Workspace;
  readonly subjectId: string;
}

interface WorkspaceRow {
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly workspaceName: string;
  readonly timeZone: string;
  readonly country: string;
  readonly locale: string;
}
interface KeyRow extends WorkspaceRow {
  readonly keyId: string;
  readonly dialect: Dialect;
  readonly scopes: readonly string[];
  readonly isTest: boolean;
  readonly limitPerMinute: number | null;
  readonly secretHash: Buffer;
  readonly lastUsedAt: Date | null;
  readonly isRevoked: boolean;
  readonly expiresAt: Date | null;
  readonly keyRevision: number;
}

/**
 * Who holds this secret, or null where nobody does, or nobody any more. One statement, read at every request: a
 * revocation that was answered counts for every later request on every process.
 */
export async function authenticateKey(db: Database, secret: string, at: Date): Promise<KeyHolder | null> {
  if (!isPlausible(secret) || isMistyped(secret)) return null;
  const hash = hashKey(secret);
  const row = await findKey(db, hash);
  if (!row || !isSameHash(row.secretHash, hash) || row.isRevoked || isOver(row, at)) return null;
  const { keyId, dialect, isTest, limitPerMinute, lastUsedAt, expiresAt, keyRevision } = row;
  const scopes = new Set(row.scopes.filter(isScope));
  const workspace = toWorkspace(row);
  return { keyId, workspace, dialect, scopes, isTest, limitPerMinute, lastUsedAt, expiresAt, keyRevision };
}

/** Whether it has expired. */
export function isOver({ expiresAt }: { readonly expiresAt: Date | null }, at: Date): boolean {
  return expiresAt !== null && expiresAt <= at;
}

/** Keys that are looked up at the same time go in one statement. */
const findKey = gatherLookUps(
  'credentials',
  (sql, wanted: readonly Buffer[]) => sql<(KeyRow & PlacedRow)[]>`
    select place, workspace_id, workspace_slug, workspace_name, time_zone, country, locale, key_id, dialect, scopes,
      is_test, limit_per_minute, secret_hash, last_used_at, is_revoked, expires_at, key_revision
    from find_api_keys(${wanted.map(hexOf)}::text[])`,
);

/** What this token opens, or null where it opens nothing of this kind. Read at every request, as keys are. */
export async function authenticateToken(
  db: Database,
  token: string,
  kind: string,
  at: Date,
): Promise<TokenHolder | null> {
  if (!isPlausible(token)) return null;
  const row = await findToken(db, { hash: hashKey(token), kind, at });
  return row ? { workspace: toWorkspace(row), subjectId: row.subjectId } : null;
}

type TokenRow = WorkspaceRow & PlacedRow & { readonly subjectId: string };

/** Tokens that are looked up at the same time go in one statement. */
const findToken = gatherLookUps(
  'credentials',
  (sql, wanted: readonly { readonly hash: Buffer; readonly kind: string; readonly at: Date }[]) => sql<TokenRow[]>`
    select place, workspace_id, workspace_slug, workspace_name, time_zone, country, locale, subject_id
    from find_tokens(${wanted.map(({ hash }) => hexOf(hash))}::text[], ${wanted.map(({ kind }) => kind)}::text[], ${newest(wanted)})`,
);

function hexOf(hash: Buffer): string {
  return hash.toString('hex');
}

function newest(wanted: readonly { readonly at: Date }[]): Date {
  return new Date(Math.max(...wanted.map(({ at }) => at.getTime())));
}

/** The secret in `Authorization: Bearer` or, where that is missing, `X-API-Key`; undefined where neither holds one. */
export function presentedSecret(headers: IncomingHttpHeaders): string | undefined {
  return bearerSecret(headers) ?? headerSecret(headers);
}

/** The secret in `Authorization: Bearer`. */
export function bearerSecret(headers: IncomingHttpHeaders): string | undefined {
  return /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
}

/** The secret in `X-API-Key`. */
export function headerSecret(headers: IncomingHttpHeaders): string | undefined {
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' && apiKey.trim() !== '' ? apiKey.trim() : undefined;
}

/** 401 for every reason alike: whether a key ever was one is nobody's business. */
export function unauthorized(secret: string | undefined): FoyerError {
  if (secret === undefined) {
    const message = 'Send a credential: Authorization: Bearer <key>, or X-API-Key: <key>.';
    return new FoyerError('unauthorized', message, { reason: 'missing_credential' });
  }
  return new FoyerError('unauthorized', 'This credential is not valid, or not any more.', {
    reason: 'invalid_credential',
  });
}

/** Longer than any key, and only what a header can hold anyway: the rest is not worth a hash. */
export function isPlausible(secret: string): boolean {
  return /^[\x21-\x7e]{16,256}$/.test(secret);
}

function isSameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function toWorkspace(row: WorkspaceRow): Workspace {
  const { workspaceId: id, workspaceSlug: slug, workspaceName: name, timeZone, country, locale } = row;
  return { id, slug, name, timeZone, country, locale };
}
