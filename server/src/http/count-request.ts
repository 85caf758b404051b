import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from './door.ts';
import { addressSubject, assertAllowed, type Quota } from './rate-limit.ts';

/** Counts a request against its subject's quotas, and tells what is left of them. Raises `rate_limited`. */
export async function spend(door: Door, reply: FastifyReply, subject: string, quotas: readonly Quota[]): Promise<void> {
  const verdict = await door.limiter.spend(subject, quotas);
  door.face.showLimits(reply, verdict);
  assertAllowed(verdict);
}

/**
 * Counts a request that came to nothing against its address. A valid key is never asked for this count, so a flood of
 * bad ones from behind the same proxy costs its neighbours nothing. Raises `rate_limited`.
 */
export async function countFailure(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await spend(door, reply, `failures ${addressSubject(request.ip)}`, [door.limits.failures]);
}
