import type { Lead } from '../../modules/leads/index.ts';
import type { goalTypes } from './workflow-schemas.ts';

type Goal = NonNullable<Lead['run']>['goal'];

const goals: Readonly<Record<Goal, (typeof goalTypes)[number]>> = {
  appointment: 'appointment',
  qualification: 'qualification',
  collection: 'document_collection',
};

/** A workflow's goal in Nexor's words. */
export function toGoalType(goal: Goal): (typeof goalTypes)[number] {
  return goals[goal];
}

/** ISO 8601 in UTC without the fraction of a second, as Nexor writes times. */
export function toSeconds(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}
