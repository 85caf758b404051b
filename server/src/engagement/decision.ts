import type { Template } from '../kernel/template.ts';
import type { DialogueState } from './dialogue/state.ts';
import type { SendPurpose } from './policy/send-facts.ts';
import type { Observation, OfferedSlot } from './understanding/types.ts';

/** One thing that will happen; `reason` stands on the timeline. */
export type Action =
  | { readonly do: 'set_variable'; readonly observation: Observation; readonly reason: string }
  | { readonly do: 'remove_variable'; readonly key: string; readonly reason: string }
  | { readonly do: 'book'; readonly slot: OfferedSlot; readonly reason: string }
  | { readonly do: 'move'; readonly appointmentId: string; readonly slot: OfferedSlot; readonly reason: string }
  | { readonly do: 'cancel'; readonly appointmentId: string; readonly reason: string }
  | { readonly do: 'hand_over'; readonly reason: string }
  /** A person is needed for one question; the agent keeps the lead. */
  | { readonly do: 'ask_person'; readonly reason: string }
  | { readonly do: 'disqualify'; readonly reason: string }
  | { readonly do: 'opt_out'; readonly reason: string }
  | { readonly do: 'opt_in'; readonly reason: string }
  | {
      readonly do: 'set_stage';
      readonly stage: 'engaged' | 'qualified' | 'converted' | 'lost';
      readonly reason: string;
    }
  | { readonly do: 'move_status'; readonly statusKey: string; readonly reason: string }
  | {
      readonly do: 'send';
      readonly text: string;
      readonly reason: string;
      readonly purpose: SendPurpose;
      readonly template?: Template;
    }
  /** Nothing is said now: the stimulus comes again then. */
  | { readonly do: 'wait'; readonly until: Date; readonly reason: string }
  /** Words that wait for a person's approval, with what is done when they are approved. */
  | {
      readonly do: 'draft';
      readonly text: string;
      readonly reason: string;
      readonly purpose: SendPurpose;
      readonly template?: Template;
      readonly onApproval: readonly Action[];
    }
  | { readonly do: 'remember'; readonly dialogue: DialogueState };

/** What the policy did not let through, and which rule refused it. */
export interface Refusal {
  readonly what: string;
  readonly rule: string;
}

/** What will happen, in this order, in one transaction. */
export interface Decision {
  readonly actions: readonly Action[];
  readonly refused: readonly Refusal[];
}
