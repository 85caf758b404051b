import type { Channels } from '../../kernel/channel.ts';
import type { QuietHours } from '../cadence/quiet-hours.ts';
import type { BusyInterval } from '../calendar/index.ts';
import type { Situation } from '../situation.ts';

/** One thing that somebody does in a simulated conversation, or time that passes. */
export type SimulationStep =
  /** On the channel on which something was said last, unless it names another. */
  | { readonly do: 'lead_says'; readonly text: string; readonly channel?: string }
  /** A person of the team writes to the lead, and has it from then on. */
  | { readonly do: 'person_says'; readonly text: string }
  | { readonly do: 'hand_back' }
  /** What a person does with the draft that waits. */
  | { readonly do: 'approve' | 'discard' }
  | { readonly do: 'wait'; readonly forMs: number }
  /** Time passes up to this moment; nothing where it is past. */
  | { readonly do: 'wait_until'; readonly at: Date };

/** Everything that a simulation depends on besides the workflow. */
export interface SimulationInput {
  readonly startAt: Date;
  readonly workspace: Pick<Situation['workspace'], 'name' | 'timeZone' | 'country' | 'locale'>;
  /** Who speaks; what the workflow says of its agent where it is missing. */
  readonly agent?: Partial<Situation['agent']>;
  /** Where the lead came in. */
  readonly channel: string;
  /** The channels over which messages are sent; others are carried by somebody else or read where they are written. */
  readonly channels: Channels;
  readonly quietHours: QuietHours | null;
  /** What is known of the lead before its first word; e-mail in lower case, phone in E.164. */
  readonly contact: Situation['lead']['contact'];
  /** Whether a person approves each draft of an agent that listens; else they wait. */
  readonly approvesDrafts: boolean;
  /** Times that others have taken in the calendar. */
  readonly busy: readonly BusyInterval[];
  readonly steps: readonly SimulationStep[];
}
