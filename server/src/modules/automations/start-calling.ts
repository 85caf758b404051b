import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { startFairLoop } from '../../jobs/fair-loop.ts';
import type { Loop } from '../../jobs/loop.ts';
import { CALLS } from './act.ts';
import { makeCall } from './make-calls.ts';
import { takeCall } from './take-call.ts';

const LOOK_MS = 1_000;
/** In one process. */
const MAX_AT_ONCE = 64;

/** Sends the requests of automations, many at once, until stopped; then ends what is under way. */
export function startCalling(tools: JobTools): Loop {
  const take = async (crowded: readonly string[]) => {
    const taken = await takeCall(tools, crowded);
    if (!taken) return undefined;
    const { workspaceId, call } = taken;
    return call ? { workspaceId, work: () => makeCall(tools, call) } : { workspaceId };
  };
  return startFairLoop(tools, {
    name: 'automation calls',
    signal: CALLS,
    idleMs: LOOK_MS,
    maxAtOnce: MAX_AT_ONCE,
    take,
  });
}
