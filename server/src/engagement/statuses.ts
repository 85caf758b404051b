import { holds, type Values } from './workflow/condition.ts';
import type { WorkflowDefinition, WorkflowStatus } from './workflow/definition.ts';

/** How far a lead has come, in order. */
export type Milestone = 'contacted' | 'engaged' | 'qualified' | 'completed';

/** What it depends on whether a status may be entered. */
export interface StatusFacts {
  /** Where the run is. */
  readonly statusKey: string;
  /** Whether the lead has a confirmed appointment to come. */
  readonly hasAppointment: boolean;
  readonly values: Values;
}

/** Why a status may not be entered. */
export interface StatusRefusal {
  readonly reason: 'unknown_status' | 'booked_or_won' | 'no_appointment' | 'missing_fields' | 'rules_not_met';
  /** A sentence for people. */
  readonly message: string;
  /** Keys of the fields that are wanted and not known; empty for every other reason. */
  readonly missingFields: readonly string[];
}

export type StatusEntry =
  | { readonly ok: true; readonly status: WorkflowStatus }
  | { readonly ok: false; readonly refusal: StatusRefusal };

/**
 * Whether a run may enter a status, or the first rule that refuses it, in this order: who is booked or won is not put
 * off for later; a booking target needs an appointment to come; a lost status asks for nothing more; then the fields
 * of the gate, then its rules. The order is Nexor's, described in github.com/getnexor-ai/skills.
 */
export function mayEnter(definition: WorkflowDefinition, facts: StatusFacts, statusKey: string): StatusEntry {
  const status = definition.statuses.find(({ key }) => key === statusKey);
  if (!status) {
    const keys = definition.statuses.map(({ key }) => key).join(', ');
    return refuse('unknown_status', `The workflow has no status ${statusKey}. It has: ${keys}.`);
  }
  const named = `"${status.label}"`;
  if (status.category === 'deferred' && isBookedOrWon(definition, facts)) {
    return refuse('booked_or_won', `The lead is booked or won and cannot be put off to ${named}.`);
  }
  if (status.flags.includes('booking_target') && !facts.hasAppointment) {
    return refuse('no_appointment', `${named} needs an appointment to come. Book one first.`);
  }
  if (status.category === 'lost') return { ok: true, status };
  const missing = missingOf(status, facts.values);
  if (missing.length > 0) return refuse('missing_fields', `${named} needs to know: ${missing.join(', ')}.`, missing);
  if (!passesGate(status, facts.values)) return refuse('rules_not_met', `The rules of ${named} do not hold.`);
  return { ok: true, status };
}

function refuse(reason: StatusRefusal['reason'], message: string, missingFields: readonly string[] = []): StatusEntry {
  return { ok: false, refusal: { reason, message, missingFields } };
}

function isBookedOrWon(definition: WorkflowDefinition, { statusKey, hasAppointment }: StatusFacts): boolean {
  const current = definition.statuses.find(({ key }) => key === statusKey);
  return hasAppointment || current?.category === 'won' || current?.flags.includes('booking_target') === true;
}

/**
 * The status a run moves to at a milestone, or undefined where it stays: the first of the workflow with the milestone's
 * flag, or that enters by itself, that lies further on and may be entered. Only bookings enter a booking target. A run
 * that was put off for later begins again where it belongs.
 */
export function chooseStatus(
  definition: WorkflowDefinition,
  facts: StatusFacts,
  milestone: Milestone,
): WorkflowStatus | undefined {
  const isReached = (status: WorkflowStatus) => isFor(status, milestone) || status.gate?.autoEvaluate === true;
  const fitting = candidates(definition, facts, { fromStart: isDeferred(definition, facts) }).filter(
    (status) => status.category !== 'lost' && isReached(status),
  );
  return milestone === 'completed' ? fitting.at(-1) : fitting[0];
}

/**
 * The status that a run enters by itself as things stand, whatever changed them: the furthest one ahead whose gate has
 * `autoEvaluate` and holds. Undefined for a run that is not in an active status: nobody is taken out of a person's
 * hands, or up again, by a field alone.
 */
export function chooseAutomatic(definition: WorkflowDefinition, facts: StatusFacts): WorkflowStatus | undefined {
  const current = definition.statuses.find(({ key }) => key === facts.statusKey);
  if (current?.category !== 'active') return undefined;
  return candidates(definition, facts, { fromStart: false })
    .filter((status) => status.gate?.autoEvaluate === true && passesGate(status, facts.values))
    .at(-1);
}

/**
 * Why a run may not enter a status because somebody names it who cannot answer for it, or undefined: only an active one
 * ahead of it whose gate asks for something and opens. What has no gate is entered by what happens.
 */
export function whyNotByName(
  definition: WorkflowDefinition,
  facts: StatusFacts,
  statusKey: string,
): string | undefined {
  const place = (key: string) => definition.statuses.findIndex((status) => status.key === key);
  const status = definition.statuses[place(statusKey)];
  if (!status) return 'the workflow has no such status';
  const isAhead = place(statusKey) > place(facts.statusKey);
  if (!isAhead || !isReachable(status)) return `"${status.label}" is not for the agent to enter`;
  const asks = (status.gate?.requires ?? []).length > 0 || status.gate?.rules !== undefined;
  if (!asks) return `"${status.label}" has no gate that could be looked at`;
  const entry = mayEnter(definition, facts, statusKey);
  return entry.ok ? undefined : entry.refusal.message;
}

/** Whether the agent may reach out to a lead in this status by itself. */
export function isReachable({ category, flags }: WorkflowStatus): boolean {
  return category === 'active' && !flags.includes('booking_target') && !flags.includes('pauses_agent');
}

/** Whether any status of the workflow enters by itself. */
export function hasAutomatic({ statuses }: WorkflowDefinition): boolean {
  return statuses.some(({ gate }) => gate?.autoEvaluate === true);
}

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
/** Ten years: beyond it a date would not fit. */
const LONGEST_MS = 3_650 * UNIT_MS.days;

/** How long a run may stay in a status, in milliseconds, or undefined where it may for ever. */
export function timeoutMs({ timeout }: WorkflowStatus): number | undefined {
  return timeout && Math.min(timeout.after * UNIT_MS[timeout.unit], LONGEST_MS);
}

function candidates(
  definition: WorkflowDefinition,
  facts: StatusFacts,
  { fromStart }: { readonly fromStart: boolean },
): WorkflowStatus[] {
  const current = definition.statuses.findIndex(({ key }) => key === facts.statusKey);
  return definition.statuses.filter(
    (status, place) =>
      (fromStart ? place !== current : place > current) &&
      !status.flags.includes('booking_target') &&
      mayEnter(definition, facts, status.key).ok,
  );
}

function isDeferred({ statuses }: WorkflowDefinition, { statusKey }: StatusFacts): boolean {
  return statuses.find(({ key }) => key === statusKey)?.category === 'deferred';
}

function missingOf({ gate }: WorkflowStatus, values: Values): string[] {
  return (gate?.requires ?? []).filter((key) => !values.has(key));
}

function passesGate(status: WorkflowStatus, values: Values): boolean {
  const rules = status.gate?.rules;
  return missingOf(status, values).length === 0 && (!rules || holds(rules, values));
}

function isFor(status: WorkflowStatus, milestone: Milestone): boolean {
  if (milestone === 'completed') return status.category === 'won' || status.flags.includes('qualified');
  return status.flags.includes(milestone);
}
