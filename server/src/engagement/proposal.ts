import type { Template } from '../kernel/template.ts';
import type { DialogueState } from './dialogue/state.ts';
import type { DialogueAct, Observation, OfferedSlot } from './understanding/types.ts';

/** A step that a brain suggests besides speaking. */
export type ProposedStep =
  | { readonly step: 'book'; readonly slot: OfferedSlot }
  | { readonly step: 'move'; readonly appointmentId: string; readonly slot: OfferedSlot }
  | { readonly step: 'cancel'; readonly appointmentId: string }
  | { readonly step: 'hand_over'; readonly reason: string }
  /** A person is asked about what the agent does not know; the agent goes on with the rest. */
  | { readonly step: 'ask_person'; readonly question: string }
  | { readonly step: 'disqualify'; readonly key: string; readonly reason: string }
  | { readonly step: 'complete' }
  | { readonly step: 'opt_out' }
  | { readonly step: 'opt_in' };

/** What a brain suggests: the rules brain and a model brain return the same. The policy decides. */
export interface Proposal {
  readonly acts: readonly DialogueAct[];
  /** Facts understood that pass their field's validation. */
  readonly observations: readonly Observation[];
  /** Keys that are known no longer. */
  readonly forgotten: readonly string[];
  /** What was heard against a value that somebody set by hand, which stands. */
  readonly disputed?: readonly Observation[];
  readonly steps: readonly ProposedStep[];
  /** What was asked, or not understood, and has no answer so far: the knowledge may have one. */
  readonly openQuestion: string | null;
  /** The key of a status to enter besides what the milestones bring: its gate decides. */
  readonly status?: string;
  /** What to say, as one message; null to stay silent. `{calendarUrl}` stands for the address of the calendar file, `{portalUrl}` for a link to the lead's own page. */
  readonly say: string | null;
  /** What stands for the words where their channel takes no free text. */
  readonly template?: Template;
  /** Why it is said, for the timeline. */
  readonly reason: string;
  /** Where the dialogue stands after this. */
  readonly dialogue: DialogueState;
}
