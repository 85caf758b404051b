import type { BusyInterval } from './calendar/index.ts';
import type { Stretch } from './dialogue/person-stretch.ts';
import type { DialogueState } from './dialogue/state.ts';
import type { FoundAnswer } from './knowledge/found-answer.ts';
import type { SendFacts } from './policy/send-facts.ts';
import type { VariableValue } from './understanding/types.ts';
import type { WorkflowDefinition } from './workflow/definition.ts';
import type { Wording } from './workflow/primitives.ts';

export interface KnownVariable {
  readonly value: VariableValue;
  readonly valueText: string;
  readonly confidence: number;
  /** A person or a program of the workspace set it: what is heard in a call does not change it. */
  readonly isByHand?: boolean;
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
    /** Nothing is sent from it. */
    readonly isStopped: boolean;
  };
  readonly agent: {
    readonly name: string;
    readonly role: string;
    readonly greeting: string | null;
    readonly tone: 'friendly' | 'formal' | 'brief';
    readonly disclosesAssistant: boolean;
    /** `listen`: what it would say and do waits for a person's approval. */
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
  readonly run: {
    readonly id: string;
    readonly statusKey: string;
    readonly isTakenOver: boolean;
    readonly isPaused: boolean;
    readonly isWorkflowPaused: boolean;
  } | null;
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
  /** What the knowledge says to the question that a first thought left open; null before, and where it says nothing. */
  readonly knowledge: FoundAnswer | null;
  /** What the policy looks at besides, for a message in this conversation. */
  readonly sending: Sending;
}

export type Sending = Pick<
  SendFacts,
  | 'isTestLead'
  | 'requiresConsent'
  | 'hasConsent'
  | 'suppression'
  | 'address'
  | 'quietHours'
  | 'zones'
  | 'channel'
  | 'lastInboundAt'
  | 'sender'
  | 'saidLately'
>;

export interface CallTurn {
  readonly speaker: 'lead' | 'agent';
  readonly text: string;
}

/** What there is of a call: its words, or else what somebody wrote about it. */
export interface HeardCall {
  /** When it was. */
  readonly at: Date;
  readonly turns: readonly CallTurn[];
  /** Looked at where there are no words. */
  readonly summary: string | null;
  /** Keys of what has been learned since: it may have been handed in late. */
  readonly learnedSince?: readonly string[];
  /** The lead has opted in since, so that an opt-out in it is over. */
  readonly isBeforeOptIn?: boolean;
}

/** Why we are deciding. */
export type Stimulus =
  | { readonly kind: 'lead_created' }
  /** `isBeforeOptOut`: the lead has opted out since it wrote this, so that these words cannot take that back. */
  | {
      readonly kind: 'message_received';
      readonly messageId: string;
      readonly text: string;
      readonly isBeforeOptOut?: boolean;
    }
  /** A slot that was to be booked is no longer free: somebody else was faster, or its time has passed. */
  | { readonly kind: 'slot_lost'; readonly startAt: string }
  /** A person wrote to the lead in the agent's place. */
  | { readonly kind: 'person_spoke'; readonly text: string }
  /** The agent has the lead again, after what was said meanwhile. */
  | { readonly kind: 'handed_back'; readonly stretch: Stretch; readonly isBeforeOptOut?: boolean }
  /** A call with the lead is over; nothing is said upon it. */
  | { readonly kind: 'call_ended'; readonly call: HeardCall }
  /** It is time to reach out to a lead that is silent, for the so-manieth time; `words` are the workflow's own. */
  | { readonly kind: 'attempt_due'; readonly number: number; readonly words: Wording | null };

/** The values by field key, as conditions and the calendar compare them. */
export function valuesOf(variables: ReadonlyMap<string, KnownVariable>): ReadonlyMap<string, VariableValue> {
  return new Map([...variables].map(([key, variable]) => [key, variable.value]));
}
