import type { WorkflowStatus } from '../status-schema.ts';
import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Path, type Problem, warning } from './problem.ts';

/** The pipeline: one beginning, gates on fields that exist, timeouts that lead somewhere, a place for every outcome. */
export function* checkStatuses(outline: Outline): Generator<Problem> {
  const readable = outline.statuses.flatMap(({ value }) => value ?? []);
  if (readable.length === outline.statuses.length && readable.length > 0) {
    yield* checkOutcomes(outline);
  }
  for (const status of outline.statuses) yield* checkStatus(status, outline);
}

function* checkOutcomes(outline: Outline): Generator<Problem> {
  const initial = outline.statuses.filter(({ value }) => value?.flags.includes('initial'));
  if (initial.length === 0) yield error(['statuses'], 'exactly one status needs `flags: [initial]`; none has it');
  for (const { path } of initial.slice(1)) {
    yield error([...path, 'flags'], `exactly one status is initial; \`${initial[0]?.name}\` already is`);
  }
  const has = (category: string) => outline.statuses.some(({ value }) => value?.category === category);
  if (outline.disqualify.length > 0 && !has('lost')) {
    yield warning(['statuses'], 'no status has the category lost, so a disqualified lead keeps its status; add one');
  }
  const bookable = outline.statuses.some(({ value }) => value?.flags.includes('booking_target'));
  if (outline.goal === 'appointment' && !bookable) {
    yield warning(['statuses'], 'no status has the flag booking_target, so a booking moves no lead; add it to one');
  }
}

function* checkStatus({ path, value: status }: Outline['statuses'][number], outline: Outline): Generator<Problem> {
  if (status === undefined) return;
  const { flags, gate, timeout } = status;
  if (flags.includes('initial') && (flags.includes('terminal') || status.category !== 'active')) {
    yield error([...path, 'flags'], 'the initial status must be of category active and not terminal');
  }
  if (flags.includes('initial') && gate !== undefined) {
    yield error([...path, 'gate'], 'every lead begins in the initial status; remove its gate');
  }
  const fields = outline.fields.flatMap(({ name }) => name ?? []);
  for (const [index, key] of (gate?.requires ?? []).entries()) {
    if (fields.includes(key)) continue;
    yield error([...path, 'gate', 'requires', index], `no field \`${key}\`${didYouMean(key, fields)}`);
  }
  if (gate?.autoEvaluate && gate.rules === undefined && (gate.requires ?? []).length === 0) {
    yield error([...path, 'gate', 'autoEvaluate'], 'needs `requires` or `rules`, else every lead enters at once');
  }
  yield* checkTransfer(path, status, outline);
  if (timeout === undefined) return;
  const statuses = outline.statuses.flatMap(({ name }) => name ?? []);
  if (flags.includes('terminal')) yield error([...path, 'timeout'], 'a terminal status is the end; remove its timeout');
  if (timeout.to === status.key) yield error([...path, 'timeout', 'to'], 'leads back to its own status; name another');
  if (!statuses.includes(timeout.to)) {
    yield error([...path, 'timeout', 'to'], `no status \`${timeout.to}\`${didYouMean(timeout.to, statuses)}`);
  }
}

function* checkTransfer(path: Path, { transfer, flags }: WorkflowStatus, outline: Outline): Generator<Problem> {
  if (transfer === undefined) return;
  if (!flags.includes('terminal')) {
    yield error([...path, 'transfer'], 'only a terminal status leads to another workflow; add the flag terminal');
  }
  if (transfer.workflow === outline.key) {
    yield error([...path, 'transfer', 'workflow'], 'is this workflow itself; name another');
  }
  const fields = outline.fields.flatMap(({ name }) => name ?? []);
  for (const key of Object.keys(transfer.copyFields ?? {})) {
    if (fields.includes(key)) continue;
    yield error([...path, 'transfer', 'copyFields', key], `no field \`${key}\`${didYouMean(key, fields)}`);
  }
}
