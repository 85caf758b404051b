import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { CheckAnswer } from './check-answer.ts';
import type { DescribedOperation } from './document.ts';
import { printExchange } from './print-request.ts';
import { type FuzzRequest, requestsOf } from './requests.ts';
import type { World } from './world.ts';

export interface Finding {
  readonly face: string;
  readonly operationId: string;
  readonly problem: string;
  /** The request, as small as it could be made, and its answer. */
  readonly exchange: string;
}

/** What a run came to: how often each operation answered which status, and what was wrong. */
export interface Report {
  readonly findings: Finding[];
  /** By face and operationId. */
  readonly statuses: Map<string, Map<number, number>>;
  /** The operations that took long once. */
  readonly slow: Set<string>;
  /** Requests that are still waiting for their answers. */
  readonly pending: Promise<void>[];
}

export function emptyReport(): Report {
  return { findings: [], statuses: new Map(), slow: new Set(), pending: [] };
}

export interface RunParts {
  readonly app: FastifyInstance;
  readonly operations: readonly DescribedOperation[];
  readonly check: CheckAnswer;
  readonly seed: number;
  readonly report: Report;
}

/** Several at a time: what they do to each other is part of what is looked for. */
const LANES = 4;
/** From here on an operation waits for somebody, as a chat does for its greeting: it is asked beside the lanes. */
const SLOW_MS = 1_000;
const SHRINK_MS = 3_000;
const SHRUNK_FINDINGS = 30;

/**
 * Sends `each` requests of every operation, made of this world, in an order of the seed's; those that take rows away come last.
 * Those that may take long are left in `report.pending`.
 */
export async function runRound(parts: RunParts, world: World, round: number, each: number): Promise<void> {
  const planned: Planned[] = [];
  for (const operation of parts.operations) {
    planned.push(...planOperation(operation, world, hash(`${parts.seed} ${round} ${nameOf(operation)}`), each));
    // Making requests takes a while: what still waits for answers goes on meanwhile.
    await setImmediate();
  }
  planned.sort((one, other) => one.rank - other.rank || one.order - other.order);
  const isSlow = ({ request }: Planned) => parts.report.slow.has(nameOf(request.operation));
  const queue = planned.filter((each) => !isSlow(each)).values();
  const lane = async () => {
    for (const next of queue) await runOne(parts, next);
  };
  parts.report.pending.push(...planned.filter(isSlow).map((next) => runOne(parts, next)));
  await Promise.all(Array.from({ length: LANES }, lane));
}

export function nameOf({ face, operationId }: Pick<DescribedOperation, 'face' | 'operationId'>): string {
  return `${face} ${operationId}`;
}

interface Planned {
  readonly request: FuzzRequest;
  readonly requests: fc.Arbitrary<FuzzRequest>;
  readonly seed: number;
  readonly index: number;
  readonly order: number;
  readonly rank: number;
}

function planOperation(operation: DescribedOperation, world: World, seed: number, each: number): Planned[] {
  const requests = requestsOf(operation, world);
  const rank = rankOf(operation);
  return fc.sample(requests, { seed, numRuns: each }).map((request, index) => {
    return { request, requests, seed, index, order: hash(`${seed} ${index}`), rank };
  });
}

/** What makes two leads one, and then what takes rows away, would leave the rest with nothing. */
function rankOf({ method, operationId }: DescribedOperation): number {
  if (method === 'DELETE' || /delete|erase|revoke/i.test(operationId)) return 2;
  return /merge/i.test(operationId) ? 1 : 0;
}

async function runOne({ app, check, report }: RunParts, planned: Planned): Promise<void> {
  const { request } = planned;
  const name = nameOf(request.operation);
  const startedAt = performance.now();
  const response = await send(app, request);
  if (performance.now() - startedAt > SLOW_MS) report.slow.add(name);
  const counts = report.statuses.get(name) ?? new Map<number, number>();
  report.statuses.set(name, counts.set(response.statusCode, (counts.get(response.statusCode) ?? 0) + 1));
  const problem = check(request, response);
  if (problem === undefined) return;
  const finding = toFinding(request, response, problem);
  if (report.findings.some((known) => isSame(known, finding))) return;
  const place = report.findings.push(finding) - 1;
  if (place < SHRUNK_FINDINGS) report.findings[place] = await shrink(app, check, planned, finding);
}

/** One of a kind is enough: what differs in it comes late in its words. */
function isSame(one: Finding, other: Finding): boolean {
  const kindOf = ({ face, operationId, problem }: Finding) => `${face} ${operationId} ${problem.slice(0, 60)}`;
  return kindOf(one) === kindOf(other);
}

/** The smallest request that goes wrong; the one that was found where it does not go wrong again. */
async function shrink(
  app: FastifyInstance,
  check: CheckAnswer,
  { requests, seed, index }: Planned,
  found: Finding,
): Promise<Finding> {
  let smallest = found;
  const property = fc.asyncProperty(requests, async (request) => {
    const response = await send(app, request);
    const problem = check(request, response);
    if (problem !== undefined) smallest = toFinding(request, response, problem);
    return problem === undefined;
  });
  await fc.check(property, { seed, path: String(index), numRuns: 1, interruptAfterTimeLimit: SHRINK_MS });
  return smallest;
}

function toFinding(request: FuzzRequest, response: LightMyRequestResponse, problem: string): Finding {
  const { face, operationId } = request.operation;
  return { face, operationId, problem, exchange: printExchange(request, response) };
}

let addresses = 0;

/** From an address of its own each: whoever has no key is limited by address. */
function send(app: FastifyInstance, request: FuzzRequest): Promise<LightMyRequestResponse> {
  const { operation, url, headers, secret, payload } = request;
  addresses += 1;
  const remoteAddress = `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
  const all = { ...headers, ...secret };
  return app.inject({
    method: methodOf(operation),
    url,
    headers: all,
    remoteAddress,
    ...(payload !== undefined && { payload }),
  });
}

function methodOf({ method }: DescribedOperation) {
  switch (method) {
    case 'GET':
    case 'POST':
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return method;
    default:
      throw new Error(`No request is made with ${method}.`);
  }
}

/** FNV-1a: the same number for the same words on every machine. */
function hash(words: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < words.length; index += 1) {
    value = Math.imul(value ^ words.charCodeAt(index), 0x01000193);
  }
  return value >>> 1;
}
