import { buildApp } from './app.ts';
import { type Config, localUrl } from './config.ts';
import { type AppContext, openContext } from './context.ts';
import type { StartLog } from './db/login.ts';
import { migrateDatabase } from './db/migrate.ts';
import type { OpenDatabase } from './db/open-database.ts';
import { type Demo, ensureDemo } from './modules/workspaces/index.ts';
import { startWorker, type Worker } from './worker.ts';

/** What a process that serves shares with the one that ends it. */
interface Process {
  readonly say: StartLog;
  /** Gets what is opened, in its order. */
  readonly open: (() => Promise<unknown>)[];
  readonly isClosing: () => boolean;
}

/**
 * The worker's first look at everything keeps two processors busy: what asks a new process first is answered before,
 * unless it asks for the worker.
 */
const WORK_AFTER_MS = 300;

/** Brings the database to this version and does what the roles of this process are: answers requests, works through the queue. */
export async function serve(config: Config, database: OpenDatabase, { say, open, isClosing }: Process): Promise<void> {
  const context = await openContext(config, database);
  open.push(() => context.close());
  const [demo, app] = await Promise.all([
    prepare(context, database, say),
    // What waits for nobody is done while the database is waited for.
    config.roles.includes('api') ? buildApp(context) : undefined,
  ]);
  let beginning: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;
  let worker: Worker | undefined;
  open.push(async () => {
    clearTimeout(beginning);
    stopListening?.();
    // Both end what is under way, such as a request to a receiver that hangs: one after the other that would be too long.
    await Promise.all([app?.close(), worker?.stop()]);
  });
  if (isClosing()) return;
  await app?.listen({ host: config.host, port: config.port });
  const work = () => {
    clearTimeout(beginning);
    stopListening?.();
    if (!isClosing()) worker ??= startWorker(context);
  };
  if (config.roles.includes('worker')) {
    stopListening = context.db.signals.listen('stimuli', work);
    beginning = setTimeout(work, app ? WORK_AFTER_MS : 0);
  }
  say.info(app ? welcome(config, demo) : 'Foyer works through its queue; it takes no requests. Ctrl-C stops it.');
}

async function prepare(context: AppContext, database: OpenDatabase, log: StartLog): Promise<Demo | undefined> {
  await migrateDatabase(database.owner, { log });
  await context.connect();
  return await ensureDemo(context);
}

function welcome(config: Config, demo: Demo | undefined): string {
  const here = localUrl(config.host, config.port);
  const lines = [
    'Foyer is running.',
    demo && `  Talk to the agent:  ${config.publicUrl}/chat/${demo.slug}`,
    `  API reference:      ${config.publicUrl}/docs`,
    demo && `  Read the leads:     curl -H 'Authorization: Bearer ${demo.secret}' ${here}/v1/leads`,
    `Its data is in ${config.dataDir}. Ctrl-C stops it.`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}
