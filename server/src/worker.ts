import type { AppContext } from './context.ts';
import { startCleanUp } from './jobs/clean-up.ts';
import { startSequencer } from './jobs/sequencer.ts';
import { startStimulusLoop } from './jobs/stimulus-loop.ts';
import { startFileSweep } from './modules/documents/index.ts';
import { giveUpOnStimulus, react } from './modules/engagement/index.ts';

/** How many leads are served at once; each holds a connection while it is. */
const LEADS_AT_ONCE = 4;

/** The jobs of a process: the leads' inboxes, the numbering of events, clean-up and the sweep of files. `stop` ends what is under way first. */
export function startWorker(context: AppContext): { stop(): Promise<void> } {
  const { publicUrl } = context.config;
  const loops = [
    startStimulusLoop(context, {
      handle: (ctx, stimulus) => react(ctx, stimulus, publicUrl),
      onDead: giveUpOnStimulus,
      concurrency: LEADS_AT_ONCE,
    }),
    startSequencer(context),
    startCleanUp(context),
    startFileSweep(context),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
