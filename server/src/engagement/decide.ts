import type { Action, Decision, Refusal } from './decision.ts';
import type { Proposal, ProposedStep } from './proposal.ts';
import { type Situation, type Stimulus, valuesOf } from './situation.ts';
import { chooseStatus, type Milestone } from './statuses.ts';
import type { Observation } from './understanding/types.ts';
import { missingRequired } from './workflow/missing-required.ts';

/**
 * The policy: turns a proposal into what will happen. No brain can talk its way around it: where a person has taken
 * over or the lead has opted out the agent is silent, steps that do not fit the situation are refused with their rule,
 * and a status is entered only through its gate.
 */
export function decide(situation: Situation, stimulus: Stimulus, proposal: Proposal): Decision {
  const refused: Refusal[] = [];
  const isSilent = silence(situation, proposal);
  const facts = factActions(proposal);
  const steps = isSilent ? [] : proposal.steps.flatMap((step) => stepActions(situation, step, refused));
  if (isSilent && proposal.say !== null) refused.push({ what: 'send', rule: isSilent });
  const words: Action[] =
    !isSilent && proposal.say ? [{ do: 'send', text: proposal.say, reason: proposal.reason }] : [];
  const progress = isSilent ? [] : progressActions(situation, stimulus, proposal, { speaks: words.length > 0, steps });
  const memory: Action[] = isSilent ? [] : [{ do: 'remember', dialogue: proposal.dialogue }];
  return { actions: [...facts, ...steps, ...progress, ...words, ...memory], refused };
}

/** Why the agent must be silent, or undefined. An opt-in is the one thing an opted-out lead can still be answered to. */
function silence({ agent, conversation, run, lead, workflow }: Situation, proposal: Proposal): string | undefined {
  if (conversation.owner === 'person' || run?.isTakenOver) return 'a person has taken over';
  if (lead.isOptedOut && !optsIn(proposal)) return 'the lead has opted out';
  if (agent.autonomy === 'listen') return 'the agent only listens';
  const status = workflow.statuses.find(({ key }) => key === run?.statusKey);
  if (status?.flags.includes('pauses_agent')) return `the status "${status.label}" pauses the agent`;
  return undefined;
}

/** Only the lead's own words take an opt-out back: the act must be among what was understood, whoever proposes it. */
function optsIn({ acts, steps }: Proposal): boolean {
  return acts.includes('opt_in') && steps.some(({ step }) => step === 'opt_in');
}

function factActions(proposal: Proposal): Action[] {
  return [
    ...proposal.forgotten.map((key): Action => ({ do: 'remove_variable', key, reason: 'the lead took it back' })),
    ...proposal.observations.map(
      (observation): Action => ({
        do: 'set_variable',
        observation,
        reason: origins[observation.origin],
      }),
    ),
  ];
}

const origins: Record<Observation['origin'], string> = {
  said: 'the lead said it',
  accepted: 'the lead agreed to it',
  contact: 'it came with the lead',
};

function stepActions(situation: Situation, step: ProposedStep, refused: Refusal[]): Action[] {
  switch (step.step) {
    case 'book':
      if (situation.appointment === null) return [{ do: 'book', slot: step.slot, reason: 'the lead chose it' }];
      refused.push({ what: 'book', rule: 'the lead has an appointment already' });
      return [];
    case 'move':
    case 'cancel':
      return changeAppointment(situation, step, refused);
    case 'hand_over':
      return [{ do: 'hand_over', reason: step.reason }];
    case 'disqualify':
      return [{ do: 'disqualify', reason: step.reason }];
    case 'opt_out':
      return [{ do: 'opt_out', reason: 'the lead asked not to be contacted' }];
    case 'opt_in':
      return [{ do: 'opt_in', reason: 'the lead asked to be contacted again' }];
    case 'complete':
      return [];
  }
}

type ChangeStep = Extract<ProposedStep, { step: 'move' | 'cancel' }>;

function changeAppointment({ appointment }: Situation, step: ChangeStep, refused: Refusal[]): Action[] {
  const { appointmentId } = step;
  if (appointment?.id !== appointmentId) {
    refused.push({ what: step.step, rule: 'only the lead’s own next appointment can change' });
    return [];
  }
  if (step.step === 'cancel') return [{ do: 'cancel', appointmentId, reason: 'the lead asked for it' }];
  return [{ do: 'move', appointmentId, slot: step.slot, reason: 'the lead chose it' }];
}

interface Happened {
  readonly speaks: boolean;
  readonly steps: readonly Action[];
}

/** The stage and the run's status follow from what happened; booking and cancelling set theirs where they are written. */
function progressActions(situation: Situation, stimulus: Stimulus, proposal: Proposal, happened: Happened): Action[] {
  const did = new Set(happened.steps.map((action) => action.do));
  if (did.has('book') || did.has('move') || did.has('cancel') || did.has('disqualify')) return [];
  const values = valuesAfter(situation, proposal);
  const complete = proposal.steps.some(({ step }) => step === 'complete');
  const isQualified = missingRequired(situation.workflow, values).length === 0 && situation.run !== null;
  const milestone = complete
    ? 'completed'
    : isQualified
      ? 'qualified'
      : stimulus.kind === 'lead_created'
        ? 'contacted'
        : 'engaged';
  if (milestone === 'contacted' && !happened.speaks) return [];
  return [...stageActions(situation, milestone), ...statusActions(situation, milestone, values)];
}

function stageActions({ lead }: Situation, milestone: Milestone): Action[] {
  const reached = milestone === 'qualified' || milestone === 'completed' ? 'qualified' : 'engaged';
  const order = ['new', 'engaged', 'qualified', 'booked', 'converted', 'lost'];
  if (order.indexOf(lead.stage) >= order.indexOf(reached)) return [];
  return [{ do: 'set_stage', stage: reached, reason: reasons[milestone] }];
}

function statusActions(situation: Situation, milestone: Milestone, values: ReadonlyMap<string, unknown>): Action[] {
  if (situation.run === null) return [];
  const status = chooseStatus(situation.workflow, situation.run.statusKey, milestone, values);
  return status ? [{ do: 'move_status', statusKey: status.key, reason: reasons[milestone] }] : [];
}

function valuesAfter(situation: Situation, proposal: Proposal): Map<string, unknown> {
  const values = new Map<string, unknown>(valuesOf(situation.variables));
  for (const key of proposal.forgotten) values.delete(key);
  for (const { key, value } of proposal.observations) values.set(key, value);
  return values;
}

const reasons: Record<Milestone, string> = {
  contacted: 'the agent wrote to the lead',
  engaged: 'the lead is talking with the agent',
  qualified: 'all that is required is known',
  completed: 'the lead confirmed what it gave',
};
