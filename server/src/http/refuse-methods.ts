import type { FastifyInstance } from 'fastify';
import { countFailure } from './count-request.ts';
import type { Door } from './door.ts';
import { failure } from './failure.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Answers the methods that an address does not have with 405 and `Allow`, counted against the caller's address. */
export function refuseOtherMethods(app: FastifyInstance, door: Door, url: string, offered: readonly string[]): void {
  const has = (method: string) => offered.includes(method === 'HEAD' ? 'GET' : method);
  const refused = METHODS.filter((method) => !has(method));
  if (refused.length === 0) return;
  const allow = offered.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  app.route({
    method: refused,
    url,
    exposeHeadRoute: false,
    // Before the body is read: nobody needs it.
    onRequest: async (request, reply) => {
      await countFailure(door, request, reply);
      const detail = `This address takes ${allow} only.`;
      return door.face.sendFailure(request, reply.header('allow', allow), failure('method_not_allowed', detail));
    },
    handler: async () => undefined,
  });
}
