import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { sealedAnswer } from '../../db/sealed-answer.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError, invalidInput, notFound } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { type Dialect, dialects, generateKey, hashKey } from '../../kernel/key-format.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { readScopes, type Scope, scopes } from '../../kernel/scopes.ts';
import { timeInput } from '../../kernel/times.ts';
import { recordAudit } from '../timeline/index.ts';
import { type ApiKey, apiKeySchema } from './api-key.ts';
import { readKey } from './get-key.ts';

const newKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(120).optional().describe('To tell keys apart; the dialect where it is missing.'),
  dialect: z.enum(dialects).default('native'),
  scopes: z
    .array(z.enum([...scopes, 'read']))
    .min(1)
    .max(scopes.length + 1)
    .optional()
    .describe('All of the caller’s where it is missing. `read` stands for every scope that ends with `:read`.'),
  isTest: z.boolean().optional().describe('True for a key that sees and makes test leads only.'),
  limitPerMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .optional()
    .describe("In place of the dialect's limits. The calling key's own, which is also the most, where it has one."),
  expiresAt: timeInput
    .nullable()
    .optional()
    .describe("Never where it is missing; the calling key's own, which is also the latest, where that one expires."),
});
export type NewKey = z.input<typeof newKeySchema>;

const createdKeySchema = apiKeySchema
  .extend({
    secret: z
      .string()
      .describe('Shown now and never again, but to the same request with the same `Idempotency-Key` within 24 hours.'),
  })
  .meta({ id: 'CreatedApiKey' });
export type CreatedKey = z.infer<typeof createdKeySchema>;

/**
 * Makes a key and returns it with its secret, which is stored nowhere. Raises `forbidden` for a scope that the caller
 * lacks, for a live key where the caller is a test key, and for a limit or an expiry beyond those of the calling key;
 * `invalid_input` for an expiry that is past.
 */
export async function createKey(ctx: Ctx, input: NewKey): Promise<CreatedKey> {
  requireScope(ctx, 'keys:write');
  const { name, dialect = 'native', scopes: wanted, isTest = ctx.isTest, limitPerMinute, expiresAt } = input;
  if (ctx.isTest && !isTest) {
    throw new FoyerError('forbidden', 'A test key makes test keys only. Leave isTest out, or use a live key.', {
      reason: 'test_key',
    });
  }
  const granted = grantedScopes(ctx, wanted);
  const secret = generateKey(dialect, { isTest });
  const key = { name: name ?? dialect, dialect, scopes: granted, isTest, secret };
  return transaction(ctx, async (tctx) => {
    const own = await boundsOfCaller(tctx);
    const bounds = { limitPerMinute: limitWithin(own, limitPerMinute), expiresAt: expiryWithin(own, tctx, expiresAt) };
    const id = await insertKey(tctx, { ...key, ...bounds });
    recordAudit(tctx, { verb: 'createKey', objectType: 'api_key', objectId: id });
    return { ...(await readKey(tctx, id)), secret };
  });
}

export const createKeyOperation = defineOperation({
  operationId: 'createKey',
  method: 'POST',
  path: '/v1/keys',
  tag: 'Keys',
  summary: 'Create an API key',
  description:
    'The answer holds the secret, once. A key cannot make one with scopes it lacks, with a higher limit or with a later expiry than its own. What it made stays when it is revoked: revoke those keys too.',
  auth: 'key',
  scope: 'keys:write',
  body: newKeySchema,
  success: { status: 201, description: 'The key with its secret.', schema: createdKeySchema },
  location: (key) => `/v1/keys/${key.id}`,
  idempotent: true,
  memory: sealedAnswer('createKey', createdKeySchema),
  handle: (ctx: Ctx, { body }) => createKey(ctx, body),
});

function grantedScopes(ctx: Ctx, wanted: readonly (Scope | 'read')[] | undefined): Scope[] {
  const asked = new Set(wanted?.flatMap((scope) => (scope === 'read' ? readScopes : [scope])) ?? ctx.scopes);
  const lacking = [...asked].filter((scope) => !ctx.scopes.has(scope));
  if (lacking.length > 0) {
    throw new FoyerError('forbidden', `A key cannot grant what it lacks: ${lacking.join(', ')}.`, {
      reason: 'missing_scope',
      facts: { scopes: lacking },
    });
  }
  return scopes.filter((scope) => asked.has(scope));
}

interface Bounds {
  readonly limitPerMinute: number | null;
  readonly expiresAt: Date | null;
}

/** What a key that calls may hand on at most; null is no bound, as for whoever is no key. */
async function boundsOfCaller({ tx, workspace, actor }: TxCtx): Promise<Bounds> {
  if (actor.kind !== 'api_key') return { limitPerMinute: null, expiresAt: null };
  const [own] = await tx<Bounds[]>`
    select limit_per_minute, expires_at from api_keys where workspace_id = ${workspace.id} and id = ${actor.id}`;
  if (!own) throw notFound('key');
  return own;
}

function limitWithin({ limitPerMinute: own }: Bounds, wanted: number | null | undefined): number | null {
  if (own === null) return wanted ?? null;
  if (wanted === undefined) return own;
  if (wanted !== null && wanted <= own) return wanted;
  throw new FoyerError('forbidden', `This key may make keys with a limit of up to ${own} requests a minute.`, {
    reason: 'limit_above_own',
    facts: { limitPerMinute: own },
  });
}

function expiryWithin({ expiresAt: own }: Bounds, ctx: TxCtx, wanted: string | null | undefined): Date | null {
  if (wanted === undefined) return own;
  const at = wanted === null ? null : futureTime(ctx, wanted);
  if (own === null || (at !== null && at <= own)) return at;
  throw new FoyerError('forbidden', `This key may make keys that expire at ${own.toISOString()} or before.`, {
    reason: 'expiry_after_own',
    facts: { expiresAt: own.toISOString() },
  });
}

function futureTime(ctx: TxCtx, text: string): Date {
  const at = new Date(text);
  if (at > ctx.at) return at;
  const message = 'Give a time in the future, or leave it out for a key that does not expire.';
  throw invalidInput('The key would have expired already.', [{ path: ['expiresAt'], message }]);
}

interface KeyRow
  extends Omit<ApiKey, 'id' | 'expiresAt' | 'revokedAt' | 'lastUsedAt' | 'createdAt' | 'secretStart' | 'secretEnd'> {
  readonly expiresAt: Date | null;
  readonly secret: string;
}

async function insertKey(ctx: TxCtx, { secret, ...key }: KeyRow): Promise<string> {
  const { tx, workspace } = ctx;
  const id = ctx.newId(ctx.at);
  const secretHash = hashKey(secret);
  const shown = { secretStart: secret.slice(0, startLength(key.dialect)), secretEnd: secret.slice(-4) };
  const row = { workspaceId: workspace.id, id, ...key, secretHash, ...shown, createdAt: timeOfId(id) };
  await tx`insert into api_keys ${tx(row)}`;
  await tx`
    insert into api_key_directory (secret_hash, workspace_id, api_key_id) values (${secretHash}, ${workspace.id}, ${id})`;
  return id;
}

/** The prefix and four characters: enough to know a key again, far too few to guess it. */
function startLength(dialect: Dialect): number {
  const prefixes: Record<Dialect, number> = { native: 8, coachbot: 8, nexor: 9, vorel: 10, omni: 0, convocore: 0 };
  return prefixes[dialect] + 4;
}
