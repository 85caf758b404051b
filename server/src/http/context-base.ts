import type { FastifyRequest } from 'fastify';
import type { Door } from './door.ts';

/** What every context has of its process and its request. */
export function baseOf(door: Door, request: FastifyRequest) {
  const { db, clock, newId, files, channels, outbound, llm, secrets } = door;
  return { db, clock, newId, files, channels, outbound, llm, secrets, log: request.log, requestId: request.id };
}
