import { type Answer, Connection, type Target } from './http-client.ts';
import { Recorder, runWindow } from './recorder.ts';

/** Many requests of one kind, over and over; run by a process of its own. */
export interface LoadPlan {
  readonly target: Target;
  readonly connections: number;
  readonly seconds: number;
  /** A whole request. `{{0}}` stands for the first of its values, `{{unique-in-16}}` for what is used once. */
  readonly request: string;
  /** Taken in turn. */
  readonly values: readonly (readonly string[])[];
  readonly status: number;
  /** What the body of a right answer has in it, written as `request` is. */
  readonly marks: readonly string[];
  /** Requests a second, begun in time whatever came before; as many as the answers allow where undefined. */
  readonly rate: number | undefined;
}

interface Prepared {
  readonly request: string;
  readonly bytes: Buffer;
  readonly marks: readonly string[];
  readonly markBytes: readonly Buffer[];
}

/** As long as what takes its place, so that the length in a request's head is right. */
const UNIQUE = '{{unique-in-16}}';

process.once('message', (message) => void run(asPlan(message)));

/** Only the benchmark starts this file, and a plan is all it sends. */
function asPlan(message: unknown): LoadPlan {
  return message as LoadPlan;
}

async function run(plan: LoadPlan): Promise<void> {
  const recorder = new Recorder();
  const prepared = plan.values.map((values) => prepare(plan, values));
  const opened = Array.from({ length: plan.connections }, () => Connection.open(plan.target));
  const connections = await Promise.all(opened);
  const take = requestSource(plan, prepared);
  const send = (connection: Connection, since: number, after: () => void) => {
    const { bytes, markBytes } = take();
    connection.send(bytes, (answer) => {
      check(recorder, plan, answer, markBytes, since);
      if (!recorder.isOver && !(answer instanceof Error)) after();
    });
  };
  if (plan.rate === undefined) {
    const goOn = (connection: Connection) => send(connection, performance.now(), () => goOn(connection));
    for (const connection of connections) goOn(connection);
  } else sendInTime(recorder, plan.rate, connections, send);
  runWindow(recorder, plan.seconds);
}

/** Keeps the rate: a request that had to wait for a free connection has waited since it was due. */
function sendInTime(
  recorder: Recorder,
  rate: number,
  connections: readonly Connection[],
  send: (connection: Connection, since: number, after: () => void) => void,
): void {
  const idle = [...connections];
  const waiting: number[] = [];
  let next = 0;
  let due = performance.now();
  const dispatch = () => {
    while (next < waiting.length && idle.length > 0) {
      const connection = idle.pop();
      const since = waiting[next++];
      if (connection && since !== undefined) {
        send(connection, since, () => {
          idle.push(connection);
          dispatch();
        });
      }
    }
  };
  const timer = setInterval(() => {
    for (const now = performance.now(); due <= now; due += 1000 / rate) waiting.push(due);
    dispatch();
    if (recorder.isOver) clearInterval(timer);
  }, 1);
}

function check(
  recorder: Recorder,
  plan: LoadPlan,
  answer: Answer | Error,
  marks: readonly Buffer[],
  since: number,
): void {
  if (answer instanceof Error) {
    if (!recorder.isOver) recorder.noteWrong(answer.message);
  } else if (answer.status !== plan.status) recorder.noteWrong(`status ${answer.status}`);
  else if (!marks.every((mark) => answer.body.includes(mark))) recorder.noteWrong('another body than expected');
  else recorder.note(since, answer.bytes);
}

function prepare(plan: LoadPlan, values: readonly string[]): Prepared {
  const fill = (text: string) => text.replaceAll(/\{\{(\d+)\}\}/g, (_, place) => values[Number(place)] ?? '');
  const request = fill(plan.request);
  const marks = plan.marks.map(fill);
  return { request, bytes: Buffer.from(request), marks, markBytes: marks.map((mark) => Buffer.from(mark)) };
}

/** The next request at each call. */
function requestSource(plan: LoadPlan, prepared: readonly Prepared[]): () => Prepared {
  const isUnique = plan.request.includes(UNIQUE);
  const seed = (Date.now() % 60_466_176).toString(36).padStart(5, '0') + process.pid.toString(36).padStart(4, '0');
  let next = 0;
  return () => {
    const number = next++;
    const one = prepared[number % prepared.length];
    if (!one) throw new Error('a plan without requests');
    if (!isUnique) return one;
    const unique = seed + number.toString(36).padStart(UNIQUE.length - seed.length, '0');
    const [request, ...marks] = [one.request, ...one.marks].map((text) => text.replaceAll(UNIQUE, unique));
    return { ...one, bytes: Buffer.from(request ?? ''), markBytes: marks.map((mark) => Buffer.from(mark)) };
  };
}
