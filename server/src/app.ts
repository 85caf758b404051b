import type { FastifyInstance } from 'fastify';
import about from '../package.json' with { type: 'json' };
import type { AppContext } from './context.ts';
import { admitAnyone } from './http/admit.ts';
import type { Door } from './http/door.ts';
import { mountHealth } from './http/health.ts';
import { mountDocs } from './http/mount-docs.ts';
import { mountOperations } from './http/mount-operations.ts';
import { answerUnknownAddresses } from './http/not-found.ts';
import { buildOpenApi } from './http/openapi/build-openapi.ts';
import { createLimiter, defaultLimits } from './http/rate-limit.ts';
import { createHttpServer } from './http/server.ts';
import { mountChatPage } from './modules/chat/index.ts';
import { operations } from './operations.ts';

/** The HTTP faces of a process, not listening yet. This is their table of contents. */
export async function buildApp(
  context: AppContext,
  { strictResponses = false }: { readonly strictResponses?: boolean } = {},
): Promise<FastifyInstance> {
  const { config, db, clock, newId, log } = context;
  const door: Door = {
    db,
    clock,
    newId,
    limiter: createLimiter(),
    limits: defaultLimits,
    strictResponses,
  };
  const makeRequestId = () => newId(clock.now());
  const app = await createHttpServer({ log, trustProxy: config.trustProxy, makeRequestId });
  mountHealth(app, db);
  mountOperations(app, door, operations);
  mountDocs(app, buildOpenApi(operations, { title: 'Foyer', version: about.version, serverUrl: config.publicUrl }));
  mountChatPage(app, context, async (request, reply) => {
    await admitAnyone(door, request, reply);
  });
  answerUnknownAddresses(app, door);
  return app;
}
