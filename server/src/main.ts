import { flushCompileCache } from 'node:module';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import { type Config, loadConfig, localUrl, withPort } from './config.ts';
import { createContext } from './context.ts';
import { migrateDatabase } from './db/migrate.ts';
import { openDatabase } from './db/open-database.ts';
import { findFreePort } from './find-free-port.ts';
import { StartupError } from './kernel/startup-error.ts';
import { type Demo, ensureDemo } from './modules/workspaces/index.ts';
import { startWorker } from './worker.ts';

const DRAIN_MS = 25_000;
const say = { info: (text: string) => console.log(text), warn: (text: string) => console.error(text) };
/** What is open, in the order it was opened; closed from the end. */
const open: (() => Promise<unknown>)[] = [];
let closing = false;

const grace = closeWithGrace(
  {
    delay: DRAIN_MS,
    logger: false,
    onTimeout: () => console.error(`Not everything ended within ${DRAIN_MS / 1000} s; it is cut off now.`),
  },
  async ({ err, signal }) => {
    closing = true;
    if (err) console.error(err);
    if (signal) console.log('Closing: finishing what is under way. Once more ends it at once.');
    await started;
    await closeAll();
  },
);
// Whoever started this process and holds its channel was killed.
process.once('disconnect', () => grace.close());
process.channel?.unref();

const started = start().catch(async (error: unknown) => {
  if (closing) return;
  console.error(error instanceof StartupError ? error.message : error);
  grace.uninstall();
  await closeAll();
  process.exit(1);
});

async function start(): Promise<void> {
  const settings = loadConfig();
  const database = await openDatabase(settings, { log: say });
  open.push(() => database.stop());
  database.onFailure(endWith);
  if (closing) return;
  const isApi = settings.roles.includes('api');
  const config = isApi ? withPort(settings, await findFreePort(settings.host, settings.port)) : settings;
  await migrateDatabase(database.owner, { log: say });
  const context = await createContext(config, database);
  open.push(() => context.close());
  if (config.roles.includes('worker')) {
    const worker = startWorker(context);
    open.push(() => worker.stop());
  }
  const demo = await ensureDemo(context);
  if (closing) return;
  if (!isApi) return say.info('Foyer works through its queue; it takes no requests. Ctrl-C stops it.');
  const app = await buildApp(context);
  open.push(() => app.close());
  await app.listen({ host: config.host, port: config.port });
  welcome(config, demo);
  // Node would write it at the end, which a kill skips.
  flushCompileCache();
}

function welcome(config: Config, demo: Demo | undefined): void {
  const here = localUrl(config.host, config.port);
  const lines = [
    'Foyer is running.',
    demo && `  Talk to the agent:  ${config.publicUrl}/chat/${demo.slug}`,
    `  API reference:      ${config.publicUrl}/docs`,
    demo && `  Read the leads:     curl -H 'Authorization: Bearer ${demo.secret}' ${here}/v1/leads`,
    `Its data is in ${config.dataDir}. Ctrl-C stops it.`,
  ];
  say.info(lines.filter((line) => line !== undefined).join('\n'));
}

function endWith(error: Error): void {
  console.error(error instanceof StartupError ? error.message : error);
  closing = true;
  void closeAll().finally(() => process.exit(1));
}

async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) {
    // One that fails must not keep the others open.
    await close().catch((error: unknown) => console.error(error));
  }
}
