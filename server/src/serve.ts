import { buildApp } from './app.ts';
import { type Config, localUrl } from './config.ts';
import { createContext } from './context.ts';
import type { StartLog } from './db/login.ts';
import { migrateDatabase } from './db/migrate.ts';
import type { OpenDatabase } from './db/open-database.ts';
import { type Demo, ensureDemo } from './modules/workspaces/index.ts';
import { startWorker } from './worker.ts';

/** What a process that serves shares with the one that ends it. */
interface Process {
  readonly say: StartLog;
  /** Gets what is opened, in its order. */
  readonly open: (() => Promise<unknown>)[];
  readonly isClosing: () => boolean;
}

/** Brings the database to this version and does what the roles of this process are: answers requests, works through the queue. */
export async function serve(config: Config, database: OpenDatabase, { say, open, isClosing }: Process): Promise<void> {
  await migrateDatabase(database.owner, { log: say });
  const context = await createContext(config, database);
  open.push(() => context.close());
  const worker = config.roles.includes('worker') ? startWorker(context) : undefined;
  if (worker) open.push(() => worker.stop());
  const making = ensureDemo(context);
  // Raised where it is awaited; a start that fails before that needs no second word.
  making.catch(() => undefined);
  if (!config.roles.includes('api')) {
    await making;
    return say.info('Foyer works through its queue; it takes no requests. Ctrl-C stops it.');
  }
  const app = await buildApp(context);
  open.push(async () => {
    // Both end what is under way, such as a request to a receiver that hangs: one after the other that would be too long.
    await Promise.all([app.close(), worker?.stop()]);
  });
  const demo = await making;
  if (isClosing()) return;
  await app.listen({ host: config.host, port: config.port });
  say.info(welcome(config, demo));
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
