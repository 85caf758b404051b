import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx, PortalCtx, PublicCtx, VisitorCtx } from '../db/database.ts';
import { notFound } from '../kernel/errors.ts';
import type { OperationAuth } from '../kernel/operation.ts';
import { admitKey, admitKeyAgain, admitRecalledKey, type KeyDoor } from './admit-key.ts';
import { authenticateToken, unauthorized } from './authenticate.ts';
import { baseOf } from './context-base.ts';
import { countFailure, spend } from './count-request.ts';
import type { Door } from './door.ts';
import type { LastUse } from './last-use.ts';
import { addressSubject } from './rate-limit.ts';
import { createRecalledKeys } from './recalled-keys.ts';

export type RequestCtx = Ctx | VisitorCtx | PortalCtx | PublicCtx;

/** Lets a request in and gives the context for its verb. Raises `unauthorized`, `rate_limited`, `not_found`. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestCtx>;

/** How requests are let in to operations of each kind. */
export interface Admission extends Readonly<Record<OperationAuth, Admit>> {
  /** As `key`, without a look-up where the key is known: the context bears the claim that it is so still. */
  readonly recalledKey: Admit;
  /** For a request whose claim was not confirmed: the key is looked up, and not counted once more. */
  readonly keyAgain: Admit;
}

export function createAdmission(door: Door, lastUse: LastUse): Admission {
  const keyDoor: KeyDoor = { door, lastUse, recalled: createRecalledKeys() };
  return {
    key: (request, reply) => admitKey(keyDoor, request, reply),
    recalledKey: (request, reply) => admitRecalledKey(keyDoor, request, reply),
    keyAgain: (request, reply) => admitKeyAgain(keyDoor, request, reply),
    visitor: (request, reply) => admitVisitor(door, request, reply),
    portal: (request, reply) => admitPortal(door, request, reply),
    hook: (request, reply) => admitHook(door, request, reply),
    none: (request, reply) => admitAnyone(door, request, reply),
  };
}

/** A token opens its own conversation only; another's reads as missing. */
async function admitVisitor(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<VisitorCtx> {
  const token = door.face.presentedSecret(request.headers);
  const holder = token === undefined ? null : await authenticateToken(door.db, token, 'conversation', door.clock.now());
  if (!holder) {
    await countFailure(door, request, reply);
    throw unauthorized(token);
  }
  const { workspace, subjectId: conversationId } = holder;
  if (pathParameter(request, 'conversationId').toLowerCase() !== conversationId) {
    await countFailure(door, request, reply);
    throw notFound('conversation');
  }
  const quota = isRead(request) ? door.limits.visitorReads : door.limits.visitorWrites;
  const kind = isRead(request) ? 'reads' : 'writes';
  await spend(door, reply, `conversation ${kind} ${conversationId}`, [quota]);
  const actor = { kind: 'lead', id: null } as const;
  return { ...baseOf(door, request), workspace, actor, scopes: new Set(), isTest: false, conversationId };
}

/** Who has the link to a lead's own page, whose token is sent as a Bearer. */
async function admitPortal(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<PortalCtx> {
  const token = door.face.presentedSecret(request.headers);
  const ctx = token === undefined ? null : await openLeadPage(door, 'portal', token, request, reply);
  if (ctx) return ctx;
  await countFailure(door, request, reply);
  throw unauthorized(token);
}

/** The same for the page itself, whose address has the token. Raises `rate_limited`, `not_found`. */
export async function admitPortalPage(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<PortalCtx> {
  return admitLeadPage(door, 'portal', request, reply);
}

/** Who has the link by which a lead ends all contact. Raises as `admitPortalPage`. */
export async function admitUnsubscribePage(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PortalCtx> {
  return admitLeadPage(door, 'unsubscribe', request, reply);
}

async function admitLeadPage(
  door: Door,
  kind: 'portal' | 'unsubscribe',
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PortalCtx> {
  const ctx = await openLeadPage(door, kind, pathParameter(request, 'token'), request, reply);
  if (ctx) return ctx;
  await countFailure(door, request, reply);
  throw notFound('page');
}

/** Counted by the lead, whichever of its links is used. */
async function openLeadPage(
  door: Door,
  kind: 'portal' | 'unsubscribe',
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PortalCtx | null> {
  const holder = await authenticateToken(door.db, token, kind, door.clock.now());
  if (!holder) return null;
  const { workspace, subjectId: leadId } = holder;
  const quota = isRead(request) ? door.limits.visitorReads : door.limits.visitorWrites;
  await spend(door, reply, `${kind} ${isRead(request) ? 'reads' : 'writes'} ${leadId}`, [quota]);
  const actor = { kind: 'lead', id: leadId } as const;
  return { ...baseOf(door, request), workspace, actor, scopes: new Set(), isTest: false, leadId };
}

/**
 * Who knows a hook's address, counted by the hook: many forms and systems send from few addresses. Whose hook it is its
 * verb finds out by the same token. Raises `rate_limited`, `not_found` for a token that opens none.
 */
async function admitHook(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<PublicCtx> {
  const token = pathParameter(request, 'token');
  const holder = await authenticateToken(door.db, token, 'intake_hook', door.clock.now());
  if (!holder) {
    await countFailure(door, request, reply);
    throw notFound('intake hook');
  }
  await spend(door, reply, `intake hook ${holder.subjectId}`, [door.limits.hookWrites]);
  return { ...baseOf(door, request), address: request.ip };
}

/** A caller without a credential, counted against its address. Raises `rate_limited`. */
export async function admitAnyone(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<PublicCtx> {
  const quota = isRead(request) ? door.limits.publicReads : door.limits.publicWrites;
  const kind = isRead(request) ? 'reads' : 'writes';
  await spend(door, reply, `public ${kind} ${addressSubject(request.ip)}`, [quota]);
  return { ...baseOf(door, request), address: request.ip };
}

function isRead(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function pathParameter(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
