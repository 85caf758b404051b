import {
  BUSY_MS,
  type FinalHandler,
  type Handled,
  handleAsked,
  handleNextStimulus,
  type JobTools,
  type StimulusHandler,
  tellOfStimulus,
} from './claim-stimulus.ts';
import type { Asking } from './consultation.ts';
import { type Loop, startLoop } from './loop.ts';

export interface StimulusLoopOptions {
  readonly handle: StimulusHandler;
  /** After a stimulus was set aside for good. */
  readonly onDead: FinalHandler;
  readonly concurrency: number;
}

/** Works off the leads' inboxes, several leads at once, until stopped. What is asked meanwhile holds no other lead up. */
export function startStimulusLoop(tools: JobTools, { handle, onDead, concurrency }: StimulusLoopOptions): Loop {
  const asked = new Set<Promise<void>>();
  const work = async () => {
    const handled = await handleNextStimulus(tools, handle);
    if (handled.outcome === 'asks') {
      const finished: Promise<void> = finish(handled).finally(() => asked.delete(finished));
      asked.add(finished);
    }
    return report(handled);
  };
  const loop = startLoop(tools, { name: 'stimuli', signal: 'stimuli', concurrency, idleMs: 500, work });
  return {
    stop: async () => {
      await loop.stop();
      await Promise.all(asked);
    },
  };

  /** What cannot be finished here is anybody's once its claim has ended. */
  async function finish(asking: Asking): Promise<void> {
    try {
      let handled = await handleAsked(tools, asking, await asking.consultation.ask());
      while (handled.outcome === 'asks') {
        handled = await handleAsked(tools, handled, await handled.consultation.ask());
      }
      await report(handled);
    } catch (error) {
      tools.log.error({ err: error, stimulusId: asking.stimulus.id }, 'a stimulus was left to be taken up again');
    }
    // The lead's later ones stood behind it.
    tools.db.signals.send('stimuli');
  }

  /** Whether there was one to handle. */
  async function report(handled: Handled): Promise<boolean> {
    if (handled.outcome === 'busy') setTimeout(() => tools.db.signals.send('stimuli'), BUSY_MS).unref();
    if (handled.outcome !== 'failed') return handled.outcome !== 'none';
    const { stimulus, error, isDead } = handled;
    const { workspaceId, leadId, id, kind, attempts } = stimulus;
    const facts = { err: error, workspaceId, leadId, stimulusId: id, kind, attempts };
    tools.log.error(facts, 'a stimulus could not be handled');
    if (isDead) await tellOfStimulus(tools, stimulus, onDead);
    return true;
  }
}
