import type { FastifyReply } from 'fastify';
import type { Verdict } from './rate-limit.ts';

/** Says what is left, as draft-ietf-httpapi-ratelimit-headers has it; `t` is seconds until the window is over. */
export function showLimits(reply: FastifyReply, { states }: Verdict): void {
  reply.header(
    'ratelimit-policy',
    states.map((state) => `"${state.name}";q=${state.limit};w=${state.windowSeconds}`).join(', '),
  );
  reply.header(
    'ratelimit',
    states
      .map((state) => {
        const seconds = Math.max(0, Math.ceil((state.resetAt.getTime() - Date.now()) / 1000));
        return `"${state.name}";r=${state.remaining};t=${seconds}`;
      })
      .join(', '),
  );
}
