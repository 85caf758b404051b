import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createChannels } from '../src/adapters/channels/index.ts';
import type { Channel } from '../src/adapters/channels/port.ts';
import { buildApp } from '../src/app.ts';
import { type Config, loadConfig, withPort } from '../src/config.ts';
import { type AppContext, createContext } from '../src/context.ts';
import { findFreePort } from '../src/find-free-port.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { startWorker } from '../src/worker.ts';
import { createTestDatabase, dropChecked, type TestDatabase } from './database.ts';
import { makeTestFolder } from './files.ts';

export interface TestServer {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly app: FastifyInstance;
  readonly context: AppContext;
  readonly database: TestDatabase;
  /** Ends it as the product ends, and drops its database. */
  stop(): Promise<void>;
}

interface TestServerOptions {
  readonly config?: Partial<Config>;
  /** False leaves the engine's queue alone, so that a test may look at what is in it. */
  readonly worker?: boolean;
  readonly clock?: Clock;
  /** Besides the product's own. */
  readonly channels?: readonly Channel[];
}

/** The whole product on a database of its own and a free port; `stop` it in `afterAll`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const folder = await makeTestFolder();
  const defaults = {
    ...loadConfig({}, join(tmpdir(), 'foyer-no-clone')),
    logLevel: 'silent',
    secretKey: Buffer.alloc(32, 1),
    dataDir: folder.path,
    ...options.config,
  } as const;
  const config = withPort(defaults, await findFreePort('127.0.0.1', 0));
  const { clock, channels = [] } = options;
  const context = await createContext(
    config,
    database,
    clock,
    (log) => new Map([...createChannels(log), ...channels.map((channel) => [channel.name, channel] as const)]),
  );
  const worker = options.worker === false ? undefined : startWorker(context);
  // A machine that is busy with other tests is no reason to refuse a request.
  const app = await buildApp(context, { strictResponses: true, maxEventLoopDelayMs: 0 });
  await app.listen({ host: config.host, port: config.port });
  return {
    url: `http://${config.host}:${config.port}`,
    app,
    context,
    database,
    stop: async () => {
      await app.close();
      await worker?.stop();
      await context.close();
      await folder.remove();
      await dropChecked(database);
    },
  };
}
