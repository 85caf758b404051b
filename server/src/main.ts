import { flushCompileCache } from 'node:module';
import closeWithGrace from 'close-with-grace';
import { loadConfig, withPort } from './config.ts';
import { openDatabase } from './db/open-database.ts';
import { findFreePort } from './find-free-port.ts';
import { StartupError } from './kernel/startup-error.ts';

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
  // Nearly all of the product is read while Postgres comes up.
  const product = () => import('./serve.ts');
  const database = await openDatabase(settings, {
    log: say,
    // What fails is raised below, where it is waited for.
    whileStarting: () => void product().catch(() => undefined),
  });
  open.push(() => database.stop());
  database.onFailure(endWith);
  if (closing) return;
  const isApi = settings.roles.includes('api');
  const config = isApi ? withPort(settings, await findFreePort(settings.host, settings.port)) : settings;
  const { serve } = await product();
  await serve(config, database, { say, open, isClosing: () => closing });
  // Node would write it at the end, which a kill skips.
  flushCompileCache();
}

function endWith(error: Error): void {
  console.error(error instanceof StartupError ? error.message : error);
  closing = true;
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
  void closeAll().finally(() => process.exit(1));
}

async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) {
    // One that fails must not keep the others open.
    await close().catch((error: unknown) => console.error(error));
  }
}
