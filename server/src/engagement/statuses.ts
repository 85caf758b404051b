import { holds, type Values } from './workflow/condition.ts';
import type { WorkflowDefinition, WorkflowStatus } from './workflow/definition.ts';

/** How far a lead has come, in order. */
export type Milestone = 'contacted' | 'engaged' | 'qualified' | 'completed';

/**
 * The status a run moves to at a milestone, or undefined where it stays: the first of the workflow with the milestone's
 * flag, or that enters by itself, that lies further on and whose gate holds. Only bookings enter a booking target.
 */
export function chooseStatus(
  definition: WorkflowDefinition,
  currentKey: string,
  milestone: Milestone,
  values: Values,
): WorkflowStatus | undefined {
  const current = definition.statuses.findIndex((status) => status.key === currentKey);
  const ahead = definition.statuses.slice(current + 1).filter((status) => !status.flags.includes('booking_target'));
  const isReached = (status: WorkflowStatus) => isFor(status, milestone) || status.gate?.autoEvaluate === true;
  const fitting = ahead.filter(
    (status) => status.category !== 'lost' && isReached(status) && passesGate(status, values),
  );
  return milestone === 'completed' ? fitting.at(-1) : fitting[0];
}

/** Whether a status may be entered: its required fields are known and its rules hold. */
export function passesGate({ gate }: WorkflowStatus, values: Values): boolean {
  if (!gate) return true;
  return (gate.requires ?? []).every((key) => values.has(key)) && (!gate.rules || holds(gate.rules, values));
}

function isFor(status: WorkflowStatus, milestone: Milestone): boolean {
  if (milestone === 'completed') return status.category === 'won' || status.flags.includes('qualified');
  return status.flags.includes(milestone);
}
