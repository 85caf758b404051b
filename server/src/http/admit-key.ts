import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '../db/database.ts';
import { KeyClaim } from '../kernel/key-claim.ts';
import { authenticateKey, type KeyHolder, unauthorized } from './authenticate.ts';
import { baseOf } from './context-base.ts';
import { countFailure } from './count-request.ts';
import type { Door } from './door.ts';
import type { LastUse } from './last-use.ts';
import { assertAllowed, keyQuotas, type Verdict } from './rate-limit.ts';
import type { RecalledKeys } from './recalled-keys.ts';

/** A door, and what is remembered there of the keys that came through it. */
export interface KeyDoor {
  readonly door: Door;
  readonly lastUse: LastUse;
  readonly recalled: RecalledKeys;
}

/** Lets in who has a key, as the database has it now. Raises `unauthorized`, `rate_limited`. */
export async function admitKey(keyDoor: KeyDoor, request: FastifyRequest, reply: FastifyReply): Promise<Ctx> {
  const at = keyDoor.door.clock.now();
  const holder = await holderOf(keyDoor, request, reply);
  nameInLog(request, holder);
  const verdict = await spend(keyDoor, holder);
  keyDoor.door.face.showLimits(reply, verdict);
  assertAllowed(verdict);
  keyDoor.lastUse.note(holder, at, request.log);
  return contextOf(keyDoor, request, holder);
}

/**
 * The same without a look-up where the key is known: the context bears the claim that it is so still. Nothing may be
 * refused for what is only recalled: who would be over the limit is looked up.
 */
export async function admitRecalledKey(keyDoor: KeyDoor, request: FastifyRequest, reply: FastifyReply): Promise<Ctx> {
  const { door, recalled, lastUse } = keyDoor;
  const secret = door.face.presentedSecret(request.headers);
  const at = door.clock.now();
  const holder = secret === undefined ? undefined : recalled.recall(secret, at);
  const verdict = holder && (await spend(keyDoor, holder));
  if (!holder || !verdict?.isAllowed) return admitKey(keyDoor, request, reply);
  nameInLog(request, holder);
  door.face.showLimits(reply, verdict);
  const keyClaim = new KeyClaim(holder.keyRevision, () => lastUse.note(holder, at, request.log));
  return { ...contextOf(keyDoor, request, holder), keyClaim };
}

/** For a request whose claim was not confirmed, and that was counted already. */
export async function admitKeyAgain(keyDoor: KeyDoor, request: FastifyRequest, reply: FastifyReply): Promise<Ctx> {
  const at = keyDoor.door.clock.now();
  const holder = await holderOf(keyDoor, request, reply);
  keyDoor.lastUse.note(holder, at, request.log);
  return contextOf(keyDoor, request, holder);
}

/** Who has the request's key, as the database has it now. Raises `unauthorized`. */
async function holderOf({ door, recalled }: KeyDoor, request: FastifyRequest, reply: FastifyReply): Promise<KeyHolder> {
  const secret = door.face.presentedSecret(request.headers);
  const holder = secret === undefined ? null : await authenticateKey(door.db, secret, door.clock.now());
  if (secret !== undefined) recalled.keep(secret, holder);
  if (holder) return holder;
  await countFailure(door, request, reply);
  throw unauthorized(secret);
}

/** Every line of the request's log names the key. */
function nameInLog(request: FastifyRequest, { keyId }: KeyHolder): void {
  request.log = request.log.child({ keyId });
}

function spend({ door }: KeyDoor, { keyId, dialect, limitPerMinute }: KeyHolder): Promise<Verdict> {
  return door.limiter.spend(`key ${keyId}`, keyQuotas(dialect, limitPerMinute));
}

function contextOf({ door }: KeyDoor, request: FastifyRequest, holder: KeyHolder): Ctx {
  const { keyId, workspace, scopes, isTest } = holder;
  return { ...baseOf(door, request), workspace, actor: { kind: 'api_key', id: keyId }, scopes, isTest };
}
