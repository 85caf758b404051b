import type { Clock } from '../../../kernel/clock.ts';
import type { LlmQuestion } from '../../../kernel/llm.ts';

/** Calls at once: of a process, and of one asker, so that a slow endpoint does not take all of them. */
const MOST_CALLS = 64;
const MOST_CALLS_EACH = 16;
const BUSY = 'too many calls are under way';
/** After so many failures in a row an endpoint is left alone for a while: each of them has made a lead wait. */
const MOST_FAILURES = 3;
const REST_MS = 60_000;
/** However long an endpoint asks for. */
const LONGEST_REST_MS = 600_000;

interface Asker {
  calls: number;
  failures: number;
  /** Milliseconds since the epoch. */
  restsUntil: number;
}

export interface CallEnd {
  readonly hasFailed: boolean;
  /** How long the endpoint wants to be left alone; 0 for not at all. */
  readonly restMs: number;
}

type Call = Pick<LlmQuestion, 'asker' | 'isTrial'>;

export interface Admission {
  /** Why no call may be made now, as a part of a sentence; undefined where one may. */
  refusalOf(call: Call): string | undefined;
  /** The same, and where one may it is counted: it must then `leave`. */
  enter(call: Call): string | undefined;
  leave(call: Call, end: CallEnd): void;
}

/** Who may ask now. What is kept of an asker goes with its last call, unless it rests or has failed. */
export function createAdmission(clock: Clock): Admission {
  const askers = new Map<string, Asker>();
  let calls = 0;
  const refusalOf = ({ asker, isTrial }: Call) => {
    if (calls >= MOST_CALLS) return BUSY;
    const own = askers.get(asker);
    const isAtRest = own !== undefined && own.restsUntil > clock.now().getTime();
    if (isAtRest && !isTrial) return 'it is left alone for a while after what it answered before';
    return own !== undefined && own.calls >= MOST_CALLS_EACH ? BUSY : undefined;
  };
  return {
    refusalOf,
    enter: (call) => {
      const refusal = refusalOf(call);
      if (refusal !== undefined) return refusal;
      const { asker } = call;
      const own = askers.get(asker) ?? { calls: 0, failures: 0, restsUntil: 0 };
      calls += 1;
      own.calls += 1;
      askers.set(asker, own);
      return undefined;
    },
    leave: ({ asker, isTrial }, { hasFailed, restMs }) => {
      calls -= 1;
      const own = askers.get(asker);
      if (!own) return;
      own.calls -= 1;
      const now = clock.now().getTime();
      if (!isTrial) {
        own.failures = hasFailed ? own.failures + 1 : 0;
        const rest = own.failures >= MOST_FAILURES ? Math.max(restMs, REST_MS) : restMs;
        // Calls that were under way together end one after the other: the longest rest stands.
        if (rest > 0) own.restsUntil = Math.max(own.restsUntil, now + Math.min(rest, LONGEST_REST_MS));
        if (rest > 0) own.failures = 0;
      }
      if (own.calls === 0 && own.failures === 0 && own.restsUntil <= now) askers.delete(asker);
    },
  };
}
