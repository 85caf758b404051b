import { mkdir, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../src/config.ts';
import { StartupError } from '../src/kernel/startup-error.ts';
import { cases, chosenCases } from './cases.ts';
import { benchEngine, toLines } from './engine/bench-engine.ts';
import { fill, openAsSuperuser } from './fill/fill.ts';
import { ENGINE, type Flags, isEngineAlone, readFlags, usage } from './flags.ts';
import { memoryOf } from './measure.ts';
import { hasPgbench } from './pgbench.ts';
import { endStarted, settingsFor, startProduct } from './product.ts';
import { toTable } from './report.ts';
import { runRounds } from './rounds.ts';
import { Runner } from './runner.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A server that has just started has not come to rest. */
const REST_MS = 5_000;
/** What must be ended, in the order it was started. */
const open: (() => Promise<unknown>)[] = [];

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isEnding = true;
    console.error('Ending what was started.');
    void closeAll().finally(() => process.exit(130));
  });
}

try {
  const flags = readFlags(process.argv.slice(2), [...cases.map(({ name }) => name), ENGINE]);
  if (flags.help) console.log(usage);
  else if (isEngineAlone(flags.only)) await benchTwoWeeks(flags);
  else await bench(flags);
} catch (error) {
  // What is cut off when all is ended has nothing to say.
  if (!isEnding) console.error(error instanceof StartupError ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeAll();
}

/** On a database of its own that is never kept: what is in it lives in a time to come. */
async function benchTwoWeeks({ leads, json }: Flags): Promise<void> {
  const dataDir = await makeDataDir(undefined);
  const result = await benchEngine({ dataDir, leads, open: (close) => open.push(close) });
  console.log(json ? JSON.stringify(result, null, 2) : toLines(result).join('\n'));
  if (result.faults.length > 0) process.exitCode = 1;
}

async function makeDataDir(chosen: string | undefined): Promise<string> {
  const dataDir = resolve(chosen ?? join(root, 'data', `bench-${process.pid}`));
  refuseOtherDatabase(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  if (chosen === undefined) open.push(() => removeData(dataDir));
  return dataDir;
}

async function bench(flags: Flags): Promise<void> {
  const dataDir = await makeDataDir(flags.data);
  const note = (text: string) => console.error(text);
  const loadBefore = loadavg();
  open.push(endStarted);
  const product = await startProduct(dataDir);
  const { leads, connections, only } = flags;
  const workspaces = await fill(product.logins, { dataDir, leads, note: (what) => note(`Filling: ${what}`) });
  await delay(REST_MS);
  const atRest = memoryOf({ serverPids: product.serverPids(), postgresPids: product.postgresPids() });
  const sql = openAsSuperuser(product.logins);
  open.push(() => sql.end());
  const deepest = workspaces.find(({ kind }) => kind === 'deep')?.leads ?? 0;
  const depth = Math.max(250, Math.min(10_000, deepest - 600));
  const runner = new Runner({ product, dataDir, sql, workspaces, leads, depth, connections });
  open.push(async () => runner.stop());
  const wanted = chosenCases(only);
  const available = (await hasPgbench()) ? wanted : wanted.filter(({ name }) => !name.startsWith('pgbench'));
  const { reports, left } = await runRounds(runner, { cases: available, flags, note, betweenRounds: product.emptyLog });
  const machine = { processors: cpus().length, model: cpus()[0]?.model ?? '', memoryMb: totalmem() / 2 ** 20 };
  const loadAverage = { before: loadBefore, after: loadavg() };
  const othersBusy = reports.reduce((sum, one) => sum + one.othersBusy, 0) / Math.max(1, reports.length);
  const facts = { node: process.version, machine, loadAverage, othersBusy, leads, depth, atRest };
  if (flags.json) console.log(JSON.stringify({ ...facts, flags, cases: reports, left }, null, 2));
  else print(facts, flags, toTable(reports), left);
  if (left.some(({ isWrong }) => isWrong)) process.exitCode = 1;
}

interface Facts {
  readonly node: string;
  readonly machine: { readonly processors: number; readonly model: string; readonly memoryMb: number };
  readonly loadAverage: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly othersBusy: number;
  readonly leads: number;
  readonly depth: number;
  readonly atRest: { readonly serverMb: number; readonly postgresMb: number };
}

function print(
  { node, machine, loadAverage, othersBusy, leads, depth, atRest }: Facts,
  { rounds, seconds, connections }: Flags,
  table: string,
  left: readonly { readonly name: string; readonly why: string }[],
): void {
  const loads = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(', ');
  const lines = [
    '',
    `${leads.toLocaleString('en')} leads, ${connections} connections, ${rounds} rounds of ${seconds} s; the page far down begins at row ${depth.toLocaleString('en')}.`,
    `Node ${node}, ${machine.processors} processors (${machine.model}), ${Math.round(machine.memoryMb / 1024)} GB.`,
    `At rest: server ${atRest.serverMb.toFixed(0)} MB, Postgres ${atRest.postgresMb.toFixed(0)} MB.`,
    `Others kept ${othersBusy.toFixed(2)} processors busy meanwhile; load averages ${loads(loadAverage.before)} before, ${loads(loadAverage.after)} after.`,
    ...(othersBusy > 0.1 ? ['The machine was not quiet: of these figures only the ratios say something.'] : []),
    '',
    table,
    '',
    ...left.map(({ name, why }) => `Left out: ${name}: ${why}`),
  ];
  console.log(lines.join('\n'));
}

/** A `.env` in the clone names the operator's own database, which is not for this. Throws StartupError. */
function refuseOtherDatabase(dataDir: string): void {
  if (loadConfig({ ...process.env, ...settingsFor(dataDir) }).databaseUrl !== undefined) {
    throw new StartupError(
      'The benchmark fills a database of its own: take DATABASE_URL away from .env and the environment.',
    );
  }
}

/** As root the database may be in another folder, which a file names. */
async function removeData(dataDir: string): Promise<void> {
  const elsewhere = await readFile(join(dataDir, 'database-location.txt'), 'utf8').catch(() => '');
  if (elsewhere.startsWith('/')) await rm(elsewhere.trim(), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close().catch((error: unknown) => console.error(error));
}
