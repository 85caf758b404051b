import type { ChannelCapabilities } from '../../kernel/channel.ts';
import type { Template } from '../../kernel/template.ts';
import type { QuietHours } from '../cadence/quiet-hours.ts';

/** Everything that the question whether a message may leave looks at, read under the lead's lock. */
export interface SendFacts {
  readonly now: Date;
  /** The workspace's kill switch is on. */
  readonly isStopped: boolean;
  readonly isTestLead: boolean;
  readonly isOptedOut: boolean;
  /** Whether the workspace writes only to those who agreed, and whether this lead did, for this channel. */
  readonly requiresConsent: boolean;
  readonly hasConsent: boolean;
  /** Why its address must not be contacted; null where it may. */
  readonly suppression: string | null;
  /** Where it would go; null where the lead has no such address. */
  readonly address: string | null;
  readonly quietHours: QuietHours | null;
  /** All IANA zones the lead may be in: it is quiet where it is quiet in one of them. */
  readonly zones: readonly string[];
  /** A person has the lead, or is waited for. */
  readonly isPersons: boolean;
  /** Of the run that the conversation belongs to; null where it belongs to none. */
  readonly run: {
    readonly isPaused: boolean;
    readonly isWorkflowPaused: boolean;
    /** The label of the status it is in, where that pauses the agent and was entered before these words were settled. */
    readonly pausedByStatus: string | null;
  } | null;
  readonly channel: ChannelCapabilities;
  /** When the lead last wrote on this channel. */
  readonly lastInboundAt: Date | null;
  readonly sender: SenderUse;
  /** What the lead was told within the last minute and has not answered since. */
  readonly saidLately: readonly string[];
}

/** What one sender, a channel of the workspace, has sent of its own accord, and may; null for no limit. */
export interface SenderUse {
  readonly lastHour: number;
  readonly lastDay: number;
  readonly perHour: number | null;
  readonly perDay: number | null;
}

/**
 * Why something is sent. `reply` answers what the lead said; `attempt`, `follow_up` and `reminder` come of the agent's
 * own accord; `person` is written by one. `confirmation` tells a lead once what silences the agent from then on: that it
 * is out, as carriers ask for (CTIA, Messaging Principles and Best Practices, 5.1.3), or that a person will answer.
 */
export type SendPurpose = 'reply' | 'attempt' | 'follow_up' | 'reminder' | 'person' | 'confirmation';

/** Whether nobody has asked for it: what limits and consent are about. */
export function isUnasked(purpose: SendPurpose): boolean {
  return purpose === 'attempt' || purpose === 'follow_up' || purpose === 'reminder';
}

export interface Send {
  readonly purpose: SendPurpose;
  readonly text: string;
  /** What its channel has approved for these words; null for free text. */
  readonly template: Template | null;
}
