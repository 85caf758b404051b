import type { FastifyInstance } from 'fastify';
import about from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import type { AppContext } from './context.ts';
import { mountedDialects } from './dialects/index.ts';
import { admitAnyone, admitPortalPage, admitUnsubscribePage } from './http/admit.ts';
import type { Door } from './http/door.ts';
import { nativeFace } from './http/face.ts';
import { mountForm } from './http/forms.ts';
import { mountHealth } from './http/health.ts';
import { mountDialect } from './http/mount-dialect.ts';
import { mountDocs } from './http/mount-docs.ts';
import { mountOperations } from './http/mount-operations.ts';
import { answerUnknownAddresses } from './http/not-found.ts';
import { buildOpenApi } from './http/openapi/build-openapi.ts';
import { createLimiter, defaultLimits } from './http/rate-limit.ts';
import { createHttpServer, type HttpServerOptions } from './http/server.ts';
import { mountUpload, readUpload } from './http/uploads.ts';
import { mountChatPage } from './modules/chat/index.ts';
import { mountFiles } from './modules/documents/index.ts';
import { mountPortalPage } from './modules/portal/index.ts';
import { mountUnsubscribePage } from './modules/unsubscribe/index.ts';
import { operations } from './operations.ts';

interface BuildOptions extends Pick<HttpServerOptions, 'maxEventLoopDelayMs'> {
  /** An answer that is not as its schema says is an error: for tests. */
  readonly strictResponses?: boolean;
}

/** The HTTP faces of a process, not listening yet. This is their table of contents. */
export async function buildApp(
  context: AppContext,
  { strictResponses = false, ...server }: BuildOptions = {},
): Promise<FastifyInstance> {
  const { config, db, clock, newId, log, files, channels, outbound, llm, secrets } = context;
  const door: Door = {
    db,
    clock,
    newId,
    files,
    channels,
    outbound,
    llm,
    secrets,
    limiter: createLimiter(),
    limits: defaultLimits,
    face: nativeFace,
    strictResponses,
  };
  const makeRequestId = () => newId(clock.now());
  const app = await createHttpServer({
    log,
    trustProxy: config.trustProxy,
    makeRequestId,
    faces: mountedDialects,
    prefixOfHost: dialectPrefixes(config.dialectHosts),
    ...server,
  });
  mountHealth(app, db);
  mountOperations(app, door, operations);
  const info = { title: 'Foyer', version: about.version, serverUrl: config.publicUrl };
  mountDocs(app, () => buildOpenApi(operations, info));
  for (const dialect of mountedDialects) {
    await mountDialect(app, door, dialect, { version: about.version, publicUrl: config.publicUrl });
  }
  mountChatPage(app, context, async (request, reply) => {
    await admitAnyone(door, request, reply);
  });
  mountFiles(app, (request, reply) => admitAnyone(door, request, reply));
  mountPortalPage(app, {
    admit: (request, reply) => admitPortalPage(door, request, reply),
    mountForm,
    mountUpload,
    readUpload,
  });
  mountUnsubscribePage(app, (request, reply) => admitUnsubscribePage(door, request, reply));
  answerUnknownAddresses(app, door);
  return app;
}

/** A host that stands for a dialect answers the vendor's own paths, as if the dialect's prefix stood before them. */
function dialectPrefixes(hosts: Config['dialectHosts']): ReadonlyMap<string, string> {
  const prefixes = new Map(mountedDialects.map(({ name, prefix }) => [name, prefix]));
  return new Map([...hosts].map(([host, name]) => [host, prefixes.get(name) ?? '']));
}
