import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChatPlan } from './chat-load.ts';
import type { LoadPlan } from './load.ts';
import { cpuSecondsOf, machineTimes, residentMbOf, sharedMbOf } from './processes.ts';
import type { LoadMessage, LoadResult } from './recorder.ts';

/** One round of one case. */
export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly bytesPerAnswer: number | undefined;
  /** Processor microseconds for each answer. */
  readonly serverMicros: number;
  readonly postgresMicros: number;
  readonly generatorMicros: number;
  readonly serverMb: number;
  readonly postgresMb: number;
  /** Processors that were busy with something else, or were taken by other guests of the host. */
  readonly othersBusy: number;
}

/** The processes that work for a case. */
export interface Watched {
  readonly serverPids: readonly number[];
  readonly postgresPids: readonly number[];
}

const SESSIONS_END_MS = 300;

/** An answer that was not as it must be: then what was measured means nothing. */
export class WrongAnswers extends Error {}

interface Usage {
  readonly at: number;
  readonly server: number;
  readonly postgres: number;
  readonly generator: number;
  readonly machine: ReturnType<typeof machineTimes>;
}

/** Runs a generator over its window, and tells what it measured and what that cost. Raises WrongAnswers. */
export async function measureLoad(plan: LoadPlan, watched: Watched): Promise<Measured> {
  return measureGenerator('./load.ts', plan, watched);
}

/** As `measureLoad`, for turns of web chats: message in, reply stored. */
export async function measureChat(plan: ChatPlan, watched: Watched): Promise<Measured> {
  return measureGenerator('./chat-load.ts', plan, watched);
}

async function measureGenerator(file: string, plan: LoadPlan | ChatPlan, watched: Watched): Promise<Measured> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)));
  const usage = () => usageOf(watched, child);
  try {
    let began = usage();
    const { result, ended } = await new Promise<{ result: LoadResult; ended: Usage }>((resolve, reject) => {
      child.on('message', (message) => {
        const told = asLoadMessage(message);
        if (told.kind === 'began') began = usage();
        else resolve({ result: told.result, ended: usage() });
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
      child.send(plan);
    });
    refuseWrong(result);
    const { perSecond, p50Ms, p99Ms, bytesPerAnswer } = result;
    return { perSecond, p50Ms, p99Ms, bytesPerAnswer, ...costs(began, ended, result.answers), ...memoryOf(watched) };
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

/** What work that measures itself tells. */
interface Worked {
  readonly perSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  close?(): void;
}

/** Runs `work`, which says how many answers a second there were, and tells what that cost. */
export async function measureWork(work: () => Promise<Worked>, watched: Watched): Promise<Measured> {
  const began = usageOf(watched, undefined);
  const { perSecond, p50Ms, p99Ms, close } = await work();
  const answers = (perSecond * (performance.now() - began.at)) / 1000;
  // What a session of Postgres used is known of its parent once it has ended.
  await delay(SESSIONS_END_MS);
  const ended = usageOf(watched, undefined);
  // The generator is a child that has ended, which this process has waited for.
  const cost = { ...costs(began, ended, answers), ...memoryOf(watched) };
  close?.();
  return { perSecond, p50Ms, p99Ms, bytesPerAnswer: undefined, ...cost };
}

function usageOf(watched: Watched, generator: ChildProcess | undefined): Usage {
  return {
    at: performance.now(),
    server: cpuSecondsOf(watched.serverPids),
    postgres: cpuSecondsOf(watched.postgresPids),
    generator: cpuSecondsOf([generator?.pid ?? process.pid]),
    machine: machineTimes(),
  };
}

function costs(began: Usage, ended: Usage, answers: number) {
  const used = (who: 'server' | 'postgres' | 'generator') => ended[who] - began[who];
  const micros = (seconds: number) => (seconds * 1e6) / Math.max(1, answers);
  const ours = used('server') + used('postgres') + used('generator');
  const others = ended.machine.busy - began.machine.busy - ours + ended.machine.stolen - began.machine.stolen;
  return {
    serverMicros: micros(used('server')),
    postgresMicros: micros(used('postgres')),
    generatorMicros: micros(used('generator')),
    othersBusy: Math.max(0, (others * 1000) / (ended.at - began.at)),
  };
}

export function memoryOf({ serverPids, postgresPids }: Watched): Pick<Measured, 'serverMb' | 'postgresMb'> {
  return { serverMb: residentMbOf(serverPids), postgresMb: sharedMbOf(postgresPids) };
}

function refuseWrong({ wrong, answers }: LoadResult): void {
  const found = Object.entries(wrong).map(([what, times]) => `${what} (${times} times)`);
  if (found.length > 0) throw new WrongAnswers(found.join('; '));
  if (answers === 0) throw new WrongAnswers('not one answer');
}

/** The generators send nothing else. */
function asLoadMessage(message: unknown): LoadMessage {
  return message as LoadMessage;
}
