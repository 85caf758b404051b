import { createHash } from 'node:crypto';
import { collect } from '../db/begin.ts';
import type { RowKind } from '../db/collected-rows.ts';
import { type Ctx, type TxCtx, transaction } from '../db/database.ts';
import { FoyerError, invalidInput } from '../kernel/errors.ts';
import type { AnswerMemory } from '../kernel/operation.ts';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** What makes two requests the same: the fingerprint covers operation, address and body. */
export interface IdempotentRequest {
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly path: string;
  readonly memory?: AnswerMemory<Ctx, unknown> | undefined;
}

export interface Outcome {
  readonly status: number;
  readonly result: unknown;
}

/**
 * Runs `work` in one transaction with the row that remembers its outcome, or gives the outcome of the request with the
 * same key in the last 24 hours. Failures are not remembered: they wrote nothing, so trying again is safe. Raises
 * `unprocessable` for the same key with another request, `conflict` while the first is still running.
 */
export async function runOnce(
  ctx: Ctx,
  request: IdempotentRequest,
  work: (ctx: TxCtx) => Promise<Outcome>,
): Promise<Outcome & { readonly isReplay: boolean }> {
  return transaction(ctx, async (tctx) => {
    const earlier = await findEarlier(tctx, request);
    if (earlier) return { ...(await recall(tctx, request, earlier)), isReplay: true };
    const outcome = await work(tctx);
    remember(tctx, request, outcome);
    return { ...outcome, isReplay: false };
  });
}

/** The value of an Idempotency-Key header, quoted as the draft has it or bare as most clients send it. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = typeof header === 'string' ? header.trim() : '';
  const key = /^"(.*)"$/.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? text;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidInput(
    'The header Idempotency-Key must be one value of 1 to 255 visible ASCII characters, such as a UUID.',
  );
}

/** SHA-256 over the request, the same for every order of the body's keys. */
export function fingerprintOf(operationId: string, path: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([operationId, path, sortKeys(body)]))
    .digest();
}

interface EarlierRow {
  readonly fingerprint: Buffer;
  readonly responseStatus: number;
  readonly responseBody: unknown;
}

/**
 * The lock and the look are two statements on purpose, sent together: the second sees what the last holder of the
 * lock committed, which a single statement's snapshot may not.
 */
async function findEarlier(ctx: TxCtx, { key, fingerprint }: IdempotentRequest): Promise<Outcome | undefined> {
  const { tx, workspace, actor } = ctx;
  const lock = `idempotency ${workspace.id} ${actor.id} ${key}`;
  const [[locked], [row]] = await Promise.all([
    tx<{ isOurs: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as is_ours`,
    tx<EarlierRow[]>`
      select fingerprint, response_status, response_body from idempotency_keys
      where workspace_id = ${workspace.id} and api_key_id = ${actor.id} and key = ${key}
        and created_at > ${new Date(ctx.at.getTime() - KEPT_MS)}`,
  ]);
  if (row && !row.fingerprint.equals(fingerprint)) {
    throw new FoyerError('unprocessable', 'This Idempotency-Key was used for another request. Use a new one.', {
      reason: 'idempotency_key_reused',
    });
  }
  if (row) return { status: row.responseStatus, result: row.responseBody };
  if (locked?.isOurs) return undefined;
  throw new FoyerError('conflict', 'The first request with this Idempotency-Key is still running. Try again shortly.', {
    reason: 'idempotency_key_in_use',
    retryAfterSeconds: 1,
  });
}

async function recall(ctx: TxCtx, { memory }: IdempotentRequest, { status, result }: Outcome): Promise<Outcome> {
  return { status, result: memory ? await memory.recall(ctx, result) : result };
}

/** Written with what the verb itself collected. */
function remember(ctx: TxCtx, request: IdempotentRequest, { status, result }: Outcome): void {
  const { key, fingerprint, path, memory } = request;
  const body = JSON.stringify((memory ? memory.keep(ctx, result) : result) ?? null);
  collect(ctx.tx, answers, {
    workspaceId: ctx.workspace.id,
    apiKeyId: ctx.actor.id,
    key,
    fingerprint: `\\x${fingerprint.toString('hex')}`,
    responseStatus: status,
    responseBody: body,
    subjectIds: idsIn(memory ? path : path + body),
    createdAt: ctx.at,
  });
}

interface AnswerRow {
  readonly workspaceId: string;
  readonly apiKeyId: string | null;
  readonly key: string;
  readonly fingerprint: string;
  readonly responseStatus: number;
  readonly responseBody: string;
  readonly subjectIds: readonly string[];
  readonly createdAt: Date;
}
const answers: RowKind<AnswerRow> = {
  table: 'idempotency_keys',
  columns: {
    workspaceId: 'uuid',
    apiKeyId: 'uuid',
    key: 'text',
    fingerprint: 'bytea',
    responseStatus: 'int',
    responseBody: 'text::jsonb',
    subjectIds: 'uuid[]',
    createdAt: 'timestamptz',
  },
  onConflict: `(workspace_id, api_key_id, key) do update set fingerprint = excluded.fingerprint,
    response_status = excluded.response_status, response_body = excluded.response_body,
    subject_ids = excluded.subject_ids, created_at = excluded.created_at`,
};

/** Every id in an address and its answer: when one of them goes, the answer does. One too many costs a memory at most. */
function idsIn(text: string): string[] {
  return [...new Set(text.match(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi))];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(Reflect.get(value, key))]),
  );
}
