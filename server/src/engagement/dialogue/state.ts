import type { Observation, OfferedSlot, TimeWish } from '../understanding/types.ts';

/** What a bare yes or no would answer now. */
export type Confirming = 'summary' | 'value' | 'slot' | 'cancel' | 'more';

/** Where a conversation stands, kept between two messages. Plain JSON: it is stored with the conversation. */
export interface DialogueState {
  readonly hasGreeted: boolean;
  /** The fields asked for in the agent's last message. */
  readonly asked: readonly string[];
  /** How often each field was asked for. */
  readonly timesAsked: Readonly<Record<string, number>>;
  /** Fields the lead will not or cannot answer: not asked again. */
  readonly declined: readonly string[];
  readonly confirming: Confirming | null;
  /** The fields learned last. */
  readonly learned?: readonly string[];
  readonly proposed: readonly Observation[];
  /** What the lead may have said, as another reader took it: asked before it counts. */
  readonly guesses?: readonly Observation[];
  /** What a person in the agent's place suggested by name, and is still open. */
  readonly suggested?: readonly Observation[];
  /** The slots offered last, in the order shown. */
  readonly offered: readonly OfferedSlot[];
  /** Half-days whose times were offered and not taken since the last wish: "2026-11-25 pm". */
  readonly refused: readonly string[];
  /** When the lead would like to come, until it is booked. */
  readonly wish: TimeWish | null;
  /** The lead wants another time for its appointment. */
  readonly isRescheduling: boolean;
  /** Messages in a row that were not understood. */
  readonly lost: number;
  /** The language that the lead was last understood in; that of the workspace until it has written. */
  readonly language?: string;
  readonly isSummaryConfirmed: boolean;
  /** The goal is reached or out of reach: the agent only answers from here. */
  readonly isDone: boolean;
}

export const newDialogue: DialogueState = {
  hasGreeted: false,
  asked: [],
  timesAsked: {},
  declined: [],
  confirming: null,
  proposed: [],
  offered: [],
  refused: [],
  wish: null,
  isRescheduling: false,
  lost: 0,
  isSummaryConfirmed: false,
  isDone: false,
};
