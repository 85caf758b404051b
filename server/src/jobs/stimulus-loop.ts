import { BUSY_MS, handleNextStimulus, type JobTools, type StimulusHandler, tellOfStimulus } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

export interface StimulusLoopOptions {
  readonly handle: StimulusHandler;
  /** After a stimulus was set aside for good. */
  readonly onDead: StimulusHandler;
  readonly concurrency: number;
}

/** Works off the leads' inboxes, several leads at once, until stopped. */
export function startStimulusLoop(tools: JobTools, { handle, onDead, concurrency }: StimulusLoopOptions): Loop {
  const work = async () => {
    const handled = await handleNextStimulus(tools, handle);
    if (handled.outcome === 'busy') setTimeout(() => tools.db.signals.send('stimuli'), BUSY_MS).unref();
    if (handled.outcome !== 'failed') return handled.outcome !== 'none';
    const { stimulus, error, isDead } = handled;
    const { workspaceId, leadId, id, kind, attempts } = stimulus;
    const facts = { err: error, workspaceId, leadId, stimulusId: id, kind, attempts };
    tools.log.error(facts, 'a stimulus could not be handled');
    if (isDead) await tellOfStimulus(tools, stimulus, onDead);
    return true;
  };
  return startLoop(tools, { name: 'stimuli', signal: 'stimuli', concurrency, idleMs: 500, work });
}
