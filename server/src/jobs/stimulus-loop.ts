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
  /** Those whose answer has come. They go before what is new: they have waited longest, and their leads with them. */
  const answered: (() => Promise<void>)[] = [];
  const work = async () => {
    const next = answered.shift();
    if (next) {
      await next();
      return true;
    }
    const handled = await handleNextStimulus(tools, handle);
    if (handled.outcome === 'asks') keepAsking(handled);
    return report(handled);
  };
  const loop = startLoop(tools, { name: 'stimuli', signal: 'stimuli', concurrency, idleMs: 500, work });
  return {
    stop: async () => {
      await loop.stop();
      // What is finished may ask once more.
      while (asked.size > 0 || answered.length > 0) {
        await Promise.all(asked);
        await Promise.all(Array.from({ length: concurrency }, finishAll));
      }
    },
  };

  function keepAsking(asking: Asking): void {
    const ended: Promise<void> = askFor(asking).finally(() => asked.delete(ended));
    asked.add(ended);
  }

  async function finishAll(): Promise<void> {
    for (let next = answered.shift(); next; next = answered.shift()) await next();
  }

  async function askFor(asking: Asking): Promise<void> {
    const handleAnswer = await asking.consultation.ask();
    answered.push(() => finish(asking, handleAnswer));
    tools.db.signals.send('stimuli');
  }

  /** What cannot be finished here is anybody's once its claim has ended. */
  async function finish(asking: Asking, handleAnswer: StimulusHandler): Promise<void> {
    try {
      const handled = await handleAsked(tools, asking, handleAnswer);
      if (handled.outcome === 'asks') return keepAsking(handled);
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
