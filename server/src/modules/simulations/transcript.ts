import type { BusyInterval } from '../../engagement/calendar/index.ts';
import type { SimulationStep } from '../../engagement/simulation/input.ts';
import type { Situation } from '../../engagement/situation.ts';

/** A transcript file, read and checked. What it does not say is for the caller to fill in. */
export interface Transcript {
  readonly contact: Situation['lead']['contact'];
  readonly channel: string;
  readonly workspace: string | undefined;
  /** IANA name, one that this machine knows. */
  readonly timeZone: string;
  readonly country: string;
  readonly startAt: Date;
  readonly autonomy: Situation['agent']['autonomy'];
  readonly approvesDrafts: boolean;
  readonly busy: readonly BusyInterval[];
  readonly steps: readonly SimulationStep[];
  readonly expected: readonly ExpectedWords[];
}

/** What the agent is expected to say after a step; empty where it is expected to be silent. */
export interface ExpectedWords {
  /** Index of the step; -1 before the first. */
  readonly step: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
}
