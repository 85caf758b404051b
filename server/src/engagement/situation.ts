import type { BusyInterval } from './calendar/index.ts';
import type { DialogueState } from './dialogue/state.ts';
import type { VariableValue } from './understanding/types.ts';
import type { WorkflowDefinition } from './workflow/definition.ts';

export interface KnownVariable {
  readonly value: VariableValue;
  readonly valueText: string;
  readonly confidence: number;
}

export interface KnownAppointment {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly startAt: string;
  readonly endAt: string;
  readonly resourceKey: string | null;
  readonly resourceName: string | null;
  /** The address of its calendar file. */
  readonly calendarUrl: string;
}

/** Everything a decision may look at, read once. Nothing here changes while it is made. */
export interface Situation {
  readonly now: Date;
  readonly workspace: {
    readonly name: string;
    readonly timeZone: string;
    readonly country: string;
    readonly locale: string;
  };
  readonly agent: {
    readonly name: string;
    readonly role: string;
    readonly greeting: string | null;
    readonly tone: 'friendly' | 'formal' | 'brief';
    readonly disclosesAssistant: boolean;
    /** `listen`: it only learns. */
    readonly autonomy: 'autopilot' | 'listen';
  };
  readonly lead: {
    readonly id: string;
    readonly stage: 'new' | 'engaged' | 'qualified' | 'booked' | 'converted' | 'lost';
    readonly needsHuman: boolean;
    readonly isOptedOut: boolean;
    readonly contact: { readonly name: string | null; readonly email: string | null; readonly phone: string | null };
  };
  /** What is to be achieved; a general conversation where the workspace has no workflow for the lead. */
  readonly workflow: WorkflowDefinition;
  /** Absent in a general conversation. */
  readonly run: { readonly id: string; readonly statusKey: string; readonly isTakenOver: boolean } | null;
  readonly conversation: {
    readonly id: string;
    readonly channel: string;
    readonly owner: 'agent' | 'person';
    /** How many messages the agent has sent in it. */
    readonly agentMessages: number;
    readonly leadMessages: number;
    readonly dialogue: DialogueState;
  };
  readonly variables: ReadonlyMap<string, KnownVariable>;
  /** The lead's next confirmed appointment. */
  readonly appointment: KnownAppointment | null;
  /** Times taken in the workflow's calendar, the lead's own appointment left out. */
  readonly busy: readonly BusyInterval[];
}

/** Why we are deciding. */
export type Stimulus =
  | { readonly kind: 'lead_created' }
  | { readonly kind: 'message_received'; readonly messageId: string; readonly text: string }
  /** A slot that was to be booked has just been taken by somebody else. */
  | { readonly kind: 'slot_lost'; readonly messageId: string; readonly text: string; readonly startAt: string };

/** The values by field key, as conditions and the calendar compare them. */
export function valuesOf(variables: ReadonlyMap<string, KnownVariable>): ReadonlyMap<string, VariableValue> {
  return new Map([...variables].map(([key, variable]) => [key, variable.value]));
}
