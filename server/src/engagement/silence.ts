import type { SendFacts } from './policy/send-facts.ts';
import { type Silence, silencedBy } from './policy/silenced-by.ts';
import type { Proposal } from './proposal.ts';
import type { Situation, Stimulus } from './situation.ts';

export type { Silence };

/** Why the agent must be silent, or undefined. An opt-in is the one thing an opted-out lead can still be answered to. */
export function silenceOf(situation: Situation, stimulus: Stimulus, proposal: Proposal): Silence | undefined {
  const silence = silencedBy(sendFactsOf(situation, proposal));
  if (silence || !repeats(stimulus, proposal)) return silence;
  return { rule: 'it would repeat its last words', binds: 'agent', isPersons: false };
}

/** What the policy looks at for a message in the situation's conversation, once the proposal's opt-in is taken. */
export function sendFactsOf(situation: Situation, proposal?: Proposal): SendFacts {
  const { now, workspace, lead, conversation, run, workflow, sending } = situation;
  const isBack = proposal !== undefined && optsIn(proposal);
  const status = workflow.statuses.find(({ key }) => key === run?.statusKey);
  return {
    ...sending,
    now,
    isStopped: workspace.isStopped,
    isOptedOut: lead.isOptedOut && !isBack,
    suppression: isBack ? null : sending.suppression,
    isPersons: conversation.owner === 'person' || run?.isTakenOver === true,
    run: run && {
      isPaused: run.isPaused,
      isWorkflowPaused: run.isWorkflowPaused,
      pausedByStatus: status?.flags.includes('pauses_agent') ? status.label : null,
    },
  };
}

/** Only the lead's own words take an opt-out back: the act must be among what was understood, whoever proposes it. */
function optsIn({ acts, steps }: Proposal): boolean {
  return acts.includes('opt_in') && steps.some(({ step }) => step === 'opt_in');
}

/** After a person has handed back, what stood there before need not be said once more. */
function repeats(stimulus: Stimulus, { say }: Proposal): boolean {
  return stimulus.kind === 'handed_back' && say !== null && say === stimulus.stretch.ownLastWords;
}
