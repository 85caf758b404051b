import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { CALLS } from './act.ts';
import { makeCall } from './make-calls.ts';
import { type Call, takeCall } from './take-call.ts';

const LOOK_MS = 1_000;
/** In one process. */
const MAX_AT_ONCE = 64;
/** Of one workspace: receivers of its own that hang must not hold up the others' requests. */
const MOST_EACH = MAX_AT_ONCE / 2;

/** Sends the requests of automations, many at once, until stopped; then ends what is under way. */
export function startCalling(tools: JobTools): Loop {
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const work = async () => {
    if (underWay.size >= MAX_AT_ONCE) return false;
    const { worked, call } = await takeCall(tools, (workspaceId) => (busy.get(workspaceId) ?? 0) < MOST_EACH);
    if (call) start(call);
    return worked;
  };
  const loop = startLoop(tools, { name: 'automation calls', signal: CALLS, concurrency: 1, idleMs: LOOK_MS, work });
  return {
    stop: async () => {
      await loop.stop();
      await Promise.all(underWay);
    },
  };

  function start(call: Call): void {
    const { id } = call.workspace;
    busy.set(id, (busy.get(id) ?? 0) + 1);
    const done = makeCall(tools, call)
      .catch((error: unknown) => {
        tools.log.error({ err: error, firingId: call.firingId }, 'what came of a request could not be written');
      })
      .finally(() => {
        underWay.delete(done);
        const left = (busy.get(id) ?? 1) - 1;
        if (left > 0) busy.set(id, left);
        else busy.delete(id);
        tools.db.signals.send(CALLS);
      });
    underWay.add(done);
  }
}
