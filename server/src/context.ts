import { type Logger, pino } from 'pino';
import { createChannels } from './adapters/channels/index.ts';
import type { Channel } from './adapters/channels/port.ts';
import { createOpenAiCompatible } from './adapters/llms/openai-compatible/openai-compatible.ts';
import { createNotifier } from './adapters/notifiers/index.ts';
import type { Notifier } from './adapters/notifiers/port.ts';
import { createGuardedOutbound } from './adapters/outbound/guarded/guarded-outbound.ts';
import type { Config } from './config.ts';
import { type Database, openPool, type Sql } from './db/database.ts';
import type { DatabaseLogin } from './db/login.ts';
import { createSignals } from './db/signals.ts';
import { gatherLines } from './gather-lines.ts';
import { type Listener, listenForChanges } from './jobs/change-listener.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import type { Files } from './kernel/files.ts';
import { createIdSource } from './kernel/ids.ts';
import type { Llm } from './kernel/llm.ts';
import type { Outbound } from './kernel/outbound.ts';
import { createSecrets, type Secrets } from './kernel/secrets.ts';
import { errorCode, StartupError } from './kernel/startup-error.ts';
import { openFiles } from './open-files.ts';
import { loadSecretKeys } from './secret-key.ts';

/** Everything that is constructed once for a process. This file alone constructs it. */
export interface AppContext {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly log: Logger;
  readonly files: Files;
  /** What messages leave over, by name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Requests to addresses that users choose. */
  readonly outbound: Outbound;
  readonly llm: Llm;
  readonly secrets: Secrets;
  /** Tells people that they are needed. */
  readonly notifier: Notifier;
  /**
   * Begins to listen for changes of other processes; before it no request may be answered and no work be done. Raises
   * StartupError where row-level security would not bind the session.
   */
  connect(): Promise<void>;
  close(): Promise<void>;
}

/** Ten connections do all a small machine can; more were slower. */
const POOL_SIZE = 10;

/** A context that is connected. Raises StartupError as `connect` does. */
export async function createContext(...choices: Parameters<typeof openContext>): Promise<AppContext> {
  const context = await openContext(...choices);
  try {
    await context.connect();
    return context;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Constructs all that it holds, without a word to the database yet: that comes with `connect`. */
export async function openContext(
  config: Config,
  database: { readonly server: DatabaseLogin },
  clock: Clock = systemClock,
  openChannels: (log: Logger) => ReadonlyMap<string, Channel> = createChannels,
): Promise<AppContext> {
  const lines = gatherLines(pino.destination({ dest: 1, sync: true }));
  const log = pino(
    {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'req.headers["x-api-key"]', 'req.headers.cookie'],
      serializers: { err: withoutData },
    },
    lines,
  );
  const secretKeys = await loadSecretKeys(config);
  const files = openFiles(config, secretKeys[0]);
  const sql = openPool(database.server, POOL_SIZE);
  const lookUps = { credentials: openPool(database.server, 1), leads: openPool(database.server, 1) };
  const db: Database = { sql, lookUps, signals: createSignals() };
  const outbound = createGuardedOutbound({ allow: config.outboundAllow });
  let listener: Listener | undefined;
  const connect = async () => {
    await assertBound(sql);
    listener = await listenForChanges(database.server, db.signals, log);
  };
  const close = async () => {
    await listener?.stop();
    outbound.close();
    await Promise.all([sql, ...Object.values(lookUps)].map((pool) => pool.end({ timeout: 5 })));
    lines.close();
  };
  const newId = createIdSource();
  const channels = openChannels(log);
  const secrets = createSecrets(secretKeys);
  const llm = createOpenAiCompatible(outbound, clock);
  const notifier = createNotifier({
    log,
    outbound,
    mail: config.mail && { ...config.mail, publicUrl: config.publicUrl },
  });
  return { config, db, clock, newId, log, files, channels, outbound, llm, secrets, notifier, connect, close };
}

/** An error without what Postgres tells of the row it failed at: that is a person's data. */
function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = errorCode(error);
  const constraint = 'constraint_name' in error ? error.constraint_name : undefined;
  return {
    name,
    message,
    ...(code && { code }),
    constraint,
    stack,
    ...(cause !== undefined && { cause: withoutData(cause) }),
  };
}

/** A pooler that drops the session's role in front of a superuser's login would switch row-level security off unseen. */
async function assertBound(sql: Sql): Promise<void> {
  const [role] = await sql<{ name: string; isFree: boolean }[]>`
    select rolname as name, rolsuper or rolbypassrls as is_free from pg_roles where rolname = current_user`;
  if (role && !role.isFree) return;
  throw new StartupError(
    `The database session runs as ${role?.name ?? 'an unknown role'}, which row-level security does not bind. Connect to Postgres itself or to a pooler that keeps startup parameters.`,
  );
}
