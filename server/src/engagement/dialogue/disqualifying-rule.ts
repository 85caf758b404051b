import { holds } from '../workflow/condition.ts';
import type { WorkflowDefinition } from '../workflow/definition.ts';
import { knownValues, type Turn } from './turn.ts';

/** The rule by which what was learned in this turn shows that the lead does not fit; undefined where none does. */
export function disqualifyingRule(turn: Turn): WorkflowDefinition['disqualify'][number] | undefined {
  if (turn.observations.length === 0) return undefined;
  const values = knownValues(turn);
  return turn.situation.workflow.disqualify.find(({ when }) => holds(when, values));
}
