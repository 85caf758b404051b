import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import type { Loaded } from './load-situation.ts';

export interface Application {
  readonly loaded: Loaded;
  readonly decision: Decision;
  readonly messageId: string | null;
  /** The call from which something is learned, if it is one. */
  readonly callId?: string | null;
  readonly publicUrl: string;
  /** What is answered has waited for it: much may have happened meanwhile. */
  readonly wasPutOff?: boolean;
  /** Brings the stimulus back then, where nothing may be said yet. */
  readonly comeBack: (until: Date) => void;
}

/** A decision on its way into the database. */
export interface ApplyState extends Application {
  readonly ctx: TxCtx;
  /** What is known, as the actions so far have left it. */
  readonly values: Map<string, unknown>;
  /** What each variable takes of the room that a lead has. */
  readonly lengths: Map<string, number>;
  /** False while something was learned and the lead's row does not show it: once is enough for all. */
  isTouched: boolean;
  calendarUrl: string | null;
  sentId: string | null;
}
