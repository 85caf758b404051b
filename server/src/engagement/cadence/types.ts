import type { Wording } from '../workflow/primitives.ts';

/** An attempt to reach the lead: when (ISO 8601) and by which channel. */
export interface Attempt {
  readonly at: string;
  readonly channel: string;
}

/** Where a lead is in its cadence, as plain JSON: `runs.cadence`. Attempts are in the order in which they were made. */
export interface CadenceState {
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601: since when it goes on after it was held up; days in which nothing could be done are not used up. May be to come. */
  readonly takenUpAt?: string;
  /** reaching: it has never answered. recontacting: it has, be it before the cadence began. */
  readonly phase: CadencePhase;
  /** Attempts while reaching, and those to take a conversation up again. */
  readonly attempts: readonly Attempt[];
  readonly recontacts: readonly Attempt[];
}

export type CadencePhase = 'reaching' | 'recontacting';

/** What is known of a channel of the rule now. */
export interface ChannelFacts {
  readonly name: string;
  readonly isCall: boolean;
  /** Whether it could reach the lead at all: it has an address there, the channel is connected. */
  readonly canReach: boolean;
  /** Until when the policy refuses it, such as for quiet hours. */
  readonly refusedUntil?: Date | undefined;
  /** What the channel sent to all leads of the workspace within the last hour and the last 24. */
  readonly sender: { readonly lastHour: number; readonly lastDay: number };
}

/** Everything that decides the next step besides the rule and the state. */
export interface CadenceFacts {
  readonly now: Date;
  /** IANA names of all zones the lead may be in; days are those of the first. UTC where there is none. */
  readonly zones: readonly string[];
  readonly channels: readonly ChannelFacts[];
  readonly lastInboundAt: Date | undefined;
  /** The channel of the lead's last message, by which it is contacted again where that can be. */
  readonly lastInboundOn?: string | undefined;
  /** The last message or call to the lead, by whomever. */
  readonly lastOutboundAt: Date | undefined;
}

export type CadenceStep =
  | {
      readonly do: 'attempt';
      readonly phase: CadencePhase;
      readonly channel: string;
      /** The how-manieth it is: of its channel while reaching, since the lead's last answer otherwise. */
      readonly number: number;
      /** What the operator wrote for it, with its `{name}` and the like; the agent finds words where there are none. */
      readonly words?: Wording;
    }
  | { readonly do: 'wait'; readonly phase: CadencePhase; readonly until: Date }
  | {
      readonly do: 'end';
      readonly phase: CadencePhase;
      readonly reason: EndReason;
      /** What the rule wants then. */
      readonly onExhausted: 'cold' | 'pause' | 'nothing';
      /** Where it goes cold; undefined for the first status of category deferred. */
      readonly coldStatus?: string;
    };

export type EndReason =
  | 'exhausted'
  | 'no channel can reach the lead'
  | 'no time is inside the windows in every time zone where the lead may be';
