import type { SendFacts } from './send-facts.ts';

export interface Silence {
  readonly rule: string;
  /** Whom it silences: the agent alone, or whoever would write. */
  readonly binds: 'agent' | 'all';
  /** A person speaks in the agent's place: what is said meanwhile moves the dialogue on. */
  readonly isPersons: boolean;
}

type Standing = Pick<SendFacts, 'isStopped' | 'isOptedOut' | 'isPersons' | 'run'>;

/** Why the agent must be silent with a lead, on whatever channel and whatever it would say; undefined where it may speak. */
export function silencedBy({ isPersons, isOptedOut, isStopped, run }: Standing): Silence | undefined {
  const because = (rule: string, more: Partial<Silence> = {}): Silence => ({
    rule,
    binds: 'agent',
    isPersons: false,
    ...more,
  });
  if (isOptedOut) return because('the lead has opted out', { binds: 'all', isPersons });
  if (isPersons) return because('a person has taken over', { isPersons: true });
  if (isStopped) return because('the workspace is stopped');
  if (run?.isWorkflowPaused) return because('the workflow is paused');
  if (run?.isPaused) return because('the run is paused');
  if (run?.pausedByStatus) return because(`the status "${run.pausedByStatus}" pauses the agent`);
  return undefined;
}
