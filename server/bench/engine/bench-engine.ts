import { type ChildProcess, fork } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../src/db/embedded/start.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { memoryOf } from '../measure.ts';
import { commandOf, cpuSecondsOf, familyOf } from '../processes.ts';
import type { EngineMessage, EngineOrder } from './run-engine.ts';
import type { EngineReport } from './two-weeks.ts';

export interface EngineResult extends EngineReport {
  readonly seconds: number;
  readonly serverSeconds: number;
  readonly postgresSeconds: number;
  readonly serverMb: number;
  readonly postgresMb: number;
}

interface Options {
  readonly dataDir: string;
  readonly leads: number;
  /** Gets what must be ended. */
  readonly open: (close: () => Promise<unknown>) => void;
}

/** Two weeks of a workspace in cadence on a Postgres of its own, and what they cost. */
export async function benchEngine({ dataDir, leads, open }: Options): Promise<EngineResult> {
  await chmod(dataDir, 0o711);
  const silent = { info: () => undefined, warn: () => undefined };
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent });
  open(() => postgres.stop());
  const { server, owner, maintenance } = postgres;
  await migrateDatabase(owner, { log: silent });
  const child = fork(fileURLToPath(new URL('./run-engine.ts', import.meta.url)));
  open(async () => child.kill());
  const admin = { ...maintenance, database: owner.database };
  return measure(child, { server, admin, dataDir, leads });
}

async function measure(child: ChildProcess, order: EngineOrder): Promise<EngineResult> {
  const usage = () => ({
    at: performance.now(),
    server: cpuSecondsOf([child.pid ?? 0]),
    postgres: cpuSecondsOf(postgresPids()),
  });
  const memory = () => memoryOf({ serverPids: [child.pid ?? 0], postgresPids: postgresPids() });
  let began = usage();
  let ended = usage();
  let used = memory();
  const report = await new Promise<EngineReport>((resolve, reject) => {
    child.on('message', (message) => {
      const told = asMessage(message);
      if (told.kind === 'begins') began = usage();
      else if (told.kind === 'done') resolve(told.report);
      else [ended, used] = [usage(), memory()];
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)));
    child.send(order);
  });
  return {
    ...report,
    seconds: (ended.at - began.at) / 1_000,
    serverSeconds: ended.server - began.server,
    postgresSeconds: ended.postgres - began.postgres,
    ...used,
  };
}

function postgresPids(): number[] {
  return familyOf(process.pid).filter((pid) => /^\S*postgres/.test(commandOf(pid)));
}

/** The result in lines that are to be read, or put into a page. */
export function toLines(result: EngineResult): string[] {
  const { leads, attempts, sent, answers, heard, booked, optedOut, cold, transactions, moves, faults } = result;
  const { seconds, serverSeconds, postgresSeconds, serverMb, postgresMb } = result;
  const many = (value: number) => Math.round(value).toLocaleString('en');
  const micros = (per: number) =>
    `${many((serverSeconds * 1e6) / per)} + ${many((postgresSeconds * 1e6) / per)} µs of server and Postgres`;
  return [
    `${many(leads)} leads in cadence for 14 days of virtual time, in ${many(seconds)} s (time was moved on ${many(moves)} times).`,
    `${many(attempts)} attempts, ${many(sent)} messages sent, ${many(heard)} heard, ${many(answers)} answers; ${many(booked)} booked, ${many(optedOut)} opted out, ${many(cold)} went cold.`,
    `A lead: ${micros(leads)}, ${(transactions / leads).toFixed(1)} transactions.`,
    `A message that was sent: ${micros(sent)}. An attempt, all else in it: ${micros(attempts)}.`,
    `Server ${many(serverMb)} MB, Postgres ${many(postgresMb)} MB.`,
    faults.length === 0 ? 'Every rule held.' : `Rules that were broken: ${faults.length}`,
    ...faults.map((fault) => `  ${fault}`),
  ];
}

/** The child sends nothing else. */
function asMessage(message: unknown): EngineMessage {
  return message as EngineMessage;
}
