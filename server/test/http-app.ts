import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createOpenAiCompatible } from '../src/adapters/llms/openai-compatible/openai-compatible.ts';
import { createGuardedOutbound } from '../src/adapters/outbound/guarded/guarded-outbound.ts';
import { type Database, openPool } from '../src/db/database.ts';
import { createSignals } from '../src/db/signals.ts';
import type { Door } from '../src/http/door.ts';
import { nativeFace } from '../src/http/face.ts';
import { type AnyOperation, mountOperations } from '../src/http/mount-operations.ts';
import { answerUnknownAddresses } from '../src/http/not-found.ts';
import { createLimiter, defaultLimits } from '../src/http/rate-limit.ts';
import { createHttpServer, type HttpServerOptions } from '../src/http/server.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { createIdSource } from '../src/kernel/ids.ts';
import { type Dialect, generateKey, hashKey } from '../src/kernel/key-format.ts';
import { createSecrets } from '../src/kernel/secrets.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeTestFolder, openTestFiles } from './files.ts';

/** The HTTP layer alone on a database of the test file's own: operations are the test's. */
export interface TestHttp {
  readonly database: TestDatabase;
  readonly db: Database;
  readonly door: Door;
  /** A new tenant with one agent. */
  addWorkspace(slug: string): Promise<string>;
  addKey(workspaceId: string, key?: Partial<NewTestKey>): Promise<{ readonly id: string; readonly secret: string }>;
  /** A server with these operations, and the lines it logs. */
  serve(operations: readonly AnyOperation[], options?: ServeOptions): Promise<TestApp>;
  close(): Promise<void>;
}

interface NewTestKey {
  readonly dialect: Dialect;
  readonly isTest: boolean;
  readonly scopes: readonly string[];
  readonly limitPerMinute: number | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly secret: string;
}

export interface ServeOptions extends Partial<HttpServerOptions> {
  readonly door?: Partial<Door>;
  mountMore?(app: FastifyInstance, door: Door): void;
}

export interface TestApp {
  readonly app: FastifyInstance;
  readonly logged: Record<string, unknown>[];
}

const newId = createIdSource();

export async function startTestHttp(clock: Clock = { now: () => new Date() }): Promise<TestHttp> {
  const database = await createTestDatabase();
  const sql = openPool(database.server, 6);
  const admin = openPool(database.admin, 1);
  const db: Database = { sql, signals: createSignals() };
  const folder = await makeTestFolder();
  const files = openTestFiles(folder);
  const outbound = createGuardedOutbound({ allow: [] });
  const secrets = createSecrets([Buffer.alloc(32, 1)]);
  const open: FastifyInstance[] = [];
  const makeDoor = (changes: Partial<Door> = {}): Door => {
    const limits = { limiter: createLimiter(), limits: defaultLimits, face: nativeFace };
    return {
      db,
      clock,
      newId,
      files,
      channels: new Map(),
      outbound,
      llm: createOpenAiCompatible(outbound, clock),
      secrets,
      ...limits,
      strictResponses: true,
      ...changes,
    };
  };
  return {
    database,
    db,
    door: makeDoor(),
    addWorkspace: async (slug) => {
      const [id, agentId, now] = [newId(new Date()), newId(new Date()), new Date()];
      await admin.begin(async (tx) => {
        await tx`insert into workspaces (id, slug, name, default_agent_id, created_at, updated_at)
          values (${id}, ${slug}, ${slug}, ${agentId}, ${now}, ${now})`;
        await tx`insert into agents (workspace_id, id, name, role, created_at, updated_at)
          values (${id}, ${agentId}, 'Alex', 'Front desk', ${now}, ${now})`;
      });
      return id;
    },
    addKey: async (workspaceId, key = {}) => {
      const { dialect = 'native', isTest = false, scopes = ['leads:read'], limitPerMinute = null } = key;
      const { expiresAt = null, revokedAt = null, secret = generateKey(dialect, { isTest }) } = key;
      const id = newId(new Date());
      await admin.begin(async (tx) => {
        await tx`insert into api_keys (workspace_id, id, name, dialect, scopes, is_test, limit_per_minute, secret_hash,
            secret_start, secret_end, expires_at, revoked_at, created_at)
          values (${workspaceId}, ${id}, 'test', ${dialect}, ${[...scopes]}, ${isTest}, ${limitPerMinute},
            ${hashKey(secret)}, ${secret.slice(0, 8)}, ${secret.slice(-4)}, ${expiresAt}, ${revokedAt}, ${new Date()})`;
        await tx`insert into api_key_directory (secret_hash, workspace_id, api_key_id)
          values (${hashKey(secret)}, ${workspaceId}, ${id})`;
      });
      return { id, secret };
    },
    serve: async (operations, { door: changes, mountMore, ...options } = {}) => {
      const logged: Record<string, unknown>[] = [];
      const lines = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          for (const line of chunk.toString().trim().split('\n')) logged.push(JSON.parse(line));
          done();
        },
      });
      const log = pino({ level: 'info' }, lines);
      const makeRequestId = () => newId(new Date());
      const app = await createHttpServer({ log, trustProxy: false, makeRequestId, maxEventLoopDelayMs: 0, ...options });
      const door = makeDoor(changes);
      mountOperations(app, door, operations);
      mountMore?.(app, door);
      answerUnknownAddresses(app, door);
      open.push(app);
      await app.ready();
      return { app, logged };
    },
    close: async () => {
      await Promise.all(open.map((app) => app.close()));
      await sql.end({ timeout: 1 });
      await admin.end({ timeout: 1 });
      await database.drop();
      await folder.remove();
    },
  };
}
