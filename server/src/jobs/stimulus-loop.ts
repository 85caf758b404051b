import { begin } from '../db/begin.ts';
import { bindWorkspace } from '../db/database.ts';
import {
  handleNextStimulus,
  type JobTools,
  StimulusFailure,
  type StimulusHandler,
  setStimulusAside,
} from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

/** A stimulus that failed this often is set aside: the lead's later ones go on and a person is told. */
const MAX_ATTEMPTS = 5;
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000];

export interface StimulusLoopOptions {
  readonly handle: StimulusHandler;
  /** In the transaction that sets a stimulus aside. */
  readonly onDead: StimulusHandler;
  readonly concurrency: number;
}

/** Works off the leads' inboxes, several leads at once, until stopped. */
export function startStimulusLoop(tools: JobTools, options: StimulusLoopOptions): Loop {
  const work = async () => {
    try {
      return await handleNextStimulus(tools, options.handle);
    } catch (error) {
      if (!(error instanceof StimulusFailure)) throw error;
      await noteFailure(tools, error, options.onDead);
      return true;
    }
  };
  return startLoop(tools, { name: 'stimuli', signal: 'stimuli', concurrency: options.concurrency, idleMs: 500, work });
}

async function noteFailure(
  tools: JobTools,
  { stimulus, cause }: StimulusFailure,
  onDead: StimulusHandler,
): Promise<void> {
  const { workspaceId, id, leadId, kind, attempts } = stimulus;
  tools.log.error(
    { err: cause, workspaceId, leadId, stimulusId: id, kind, attempts },
    'a stimulus could not be handled',
  );
  if (attempts + 1 >= MAX_ATTEMPTS) {
    await setStimulusAside(tools, stimulus, onDead);
    return;
  }
  const wait = RETRY_AFTER_MS[attempts] ?? RETRY_AFTER_MS[0] ?? 0;
  await begin(tools.db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    await tx`
      update stimuli set attempts = attempts + 1, last_error = ${String(cause)},
        available_at = ${new Date(tools.clock.now().getTime() + wait)}
      where workspace_id = ${workspaceId} and id = ${id}`;
  });
}
