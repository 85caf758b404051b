import type { Action, Decision, Refusal } from './decision.ts';
import { heardInSilence } from './dialogue/silent-turn.ts';
import { holdForApproval, isAgreed } from './hold-for-approval.ts';
import { maySend, type Verdict } from './policy/may-send.ts';
import { isOwnAccord, purposeOf } from './policy/purpose-of.ts';
import type { SendPurpose } from './policy/send-facts.ts';
import type { Proposal, ProposedStep } from './proposal.ts';
import { type Silence, sendFactsOf, silenceOf } from './silence.ts';
import { type Situation, type Stimulus, valuesOf } from './situation.ts';
import { chooseStatus, type Milestone, whyNotByName } from './statuses.ts';
import type { Observation } from './understanding/types.ts';
import { missingRequired } from './workflow/missing-required.ts';

/**
 * The policy: turns a proposal into what will happen. No brain can talk its way around it: where a person has taken
 * over or the lead has opted out the agent is silent, steps that do not fit the situation are refused with their rule,
 * and a status is entered only through its gate. What an agent that listens would say and do waits for approval.
 */
export function decide(situation: Situation, stimulus: Stimulus, proposed: Proposal): Decision {
  const proposal = withoutOldOptIn(stimulus, proposed);
  if (stimulus.kind === 'person_spoke')
    return { actions: [{ do: 'remember', dialogue: proposal.dialogue }], refused: [] };
  if (stimulus.kind === 'call_ended') return decideAfterCall(situation, stimulus, proposal);
  const refused: Refusal[] = [];
  const silence = silenceOf(situation, stimulus, proposal);
  if (silence) return { actions: silently(situation, proposal, silence), refused: refusalOf(proposal, silence) };
  const purpose = purposeOf(stimulus, proposal);
  const verdict = verdictOn(situation, proposal, purpose);
  if (verdict.verdict !== 'send') return unsaid(situation, proposal, verdict);
  const steps = proposal.steps.flatMap((step) => stepActions(situation, step, refused));
  const words = wordsOf(proposal, purpose);
  const progress = progressActions(situation, stimulus, proposal, { speaks: words.length > 0, steps, refused });
  const memory: Action = { do: 'remember', dialogue: proposal.dialogue };
  const actions = [...factActions(proposal), ...steps, ...progress, ...words, memory];
  const isHeld = situation.agent.autonomy === 'listen';
  return { actions: isHeld ? holdForApproval(stimulus, actions, refused) : actions, refused };
}

/** After a call nothing is said: what was heard in it is learned, and what follows from that happens as after a message. */
function decideAfterCall(situation: Situation, stimulus: Stimulus, proposal: Proposal): Decision {
  const refused = (proposal.disputed ?? []).map(({ key, valueText }): Refusal => {
    const label = situation.workflow.fields.find((field) => field.key === key)?.label ?? key;
    const isByHand = situation.variables.get(key)?.isByHand === true;
    const rule = isByHand ? 'it was set by hand' : 'what is known is newer than the call';
    return { what: `change ${label} to "${valueText}", as was said in a call`, rule };
  });
  const silence = silenceOf(situation, stimulus, proposal);
  if (silence) return { actions: silently(situation, proposal, silence), refused };
  const steps = proposal.steps.flatMap((step) => stepActions(situation, step, refused));
  const progress = progressActions(situation, stimulus, proposal, { speaks: false, steps, refused });
  const memory: Action = { do: 'remember', dialogue: heardInSilence(situation.conversation.dialogue, proposal) };
  const actions = [...factActions(proposal, ' in a call'), ...steps, ...progress, memory];
  const isHeld = situation.agent.autonomy === 'listen';
  return { actions: isHeld ? holdForApproval(stimulus, actions, refused) : actions, refused };
}

function wordsOf({ say: text, reason, template }: Proposal, purpose: SendPurpose): Action[] {
  return text ? [{ do: 'send', text, reason, purpose, ...(template && { template }) }] : [];
}

/** An answer may have waited while the lead opted out: what it had written before takes nothing back. */
function withoutOldOptIn(stimulus: Stimulus, proposal: Proposal): Proposal {
  const isOld = 'isBeforeOptOut' in stimulus && stimulus.isBeforeOptOut === true;
  if (!isOld) return proposal;
  return { ...proposal, steps: proposal.steps.filter(({ step }) => step !== 'opt_in') };
}

/** What is done without a word: facts are learned, and an opt-out or opt-in counts whoever it was said to. */
function silently(situation: Situation, proposal: Proposal, { isPersons }: Silence): Action[] {
  const { dialogue } = situation.conversation;
  const steps = proposal.steps.filter(({ step }) => isConsent(step) || step === 'book' || step === 'move');
  const made = steps.flatMap((step) => stepActions(situation, step, []));
  const facts = factActions(proposal).filter((fact) => !isAgreed(fact, made));
  const memory: Action[] = isPersons ? [{ do: 'remember', dialogue: heardInSilence(dialogue, proposal) }] : [];
  return [...facts, ...made.filter((action) => isConsent(action.do)), ...memory];
}

function isConsent(step: string): boolean {
  return step === 'opt_out' || step === 'opt_in';
}

function verdictOn(situation: Situation, proposal: Proposal, purpose: SendPurpose): Verdict {
  if (proposal.say === null) return { verdict: 'send' };
  return maySend(sendFactsOf(situation, proposal), {
    purpose,
    text: proposal.say,
    template: proposal.template ?? null,
  });
}

/** Words that may not be said, or not now: what was heard is learned all the same, and nothing is done behind the lead's back. */
function unsaid(situation: Situation, proposal: Proposal, verdict: Exclude<Verdict, { verdict: 'send' }>): Decision {
  const { rule } = verdict;
  const facts = silently(situation, proposal, { rule, binds: 'agent', isPersons: false });
  if (verdict.verdict === 'refuse') return { actions: facts, refused: [{ what: 'send', rule }] };
  return { actions: [...facts, { do: 'wait', until: verdict.until, reason: rule }], refused: [] };
}

function refusalOf({ say }: Proposal, { rule }: Silence): Refusal[] {
  return say === null ? [] : [{ what: 'send', rule }];
}

/** `where` it was heard, for the timeline: a part of a sentence. */
function factActions(proposal: Proposal, where = ''): Action[] {
  return [
    ...proposal.forgotten.map((key): Action => ({ do: 'remove_variable', key, reason: 'the lead took it back' })),
    ...proposal.observations.map(
      (observation): Action => ({
        do: 'set_variable',
        observation,
        reason: origins[observation.origin] + (observation.origin === 'contact' ? '' : where),
      }),
    ),
  ];
}

const origins: Record<Observation['origin'], string> = {
  said: 'the lead said it',
  accepted: 'the lead agreed to it',
  contact: 'it came with the lead',
  reported: 'somebody wrote it about the lead',
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
    case 'ask_person':
      return [{ do: 'ask_person', reason: `a question without an answer: "${step.question}"` }];
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
  readonly refused: Refusal[];
}

/** The stage and the run's status follow from what happened; booking and cancelling set theirs where they are written. */
function progressActions(situation: Situation, stimulus: Stimulus, proposal: Proposal, happened: Happened): Action[] {
  const did = new Set(happened.steps.map((action) => action.do));
  if (did.has('book') || did.has('move') || did.has('cancel') || did.has('disqualify')) return [];
  // Its runs end where they are.
  if (did.has('opt_out')) return [];
  const values = valuesAfter(situation, proposal);
  const complete = proposal.steps.some(({ step }) => step === 'complete');
  const isQualified = missingRequired(situation.workflow, values).length === 0 && situation.run !== null;
  const milestone = complete
    ? 'completed'
    : isQualified
      ? 'qualified'
      : isOwnAccord(stimulus)
        ? 'contacted'
        : 'engaged';
  if (milestone === 'contacted' && !happened.speaks) return [];
  const moved = statusActions(situation, milestone, values);
  const wished = moved.length > 0 ? [] : wishedStatus(situation, proposal, { values, refused: happened.refused });
  return [...stageActions(situation, milestone), ...moved, ...wished];
}

function stageActions({ lead }: Situation, milestone: Milestone): Action[] {
  const reached = milestone === 'qualified' || milestone === 'completed' ? 'qualified' : 'engaged';
  const order = ['new', 'engaged', 'qualified', 'booked', 'converted', 'lost'];
  if (order.indexOf(lead.stage) >= order.indexOf(reached)) return [];
  return [{ do: 'set_stage', stage: reached, reason: reasons[milestone] }];
}

function statusActions(situation: Situation, milestone: Milestone, values: ReadonlyMap<string, unknown>): Action[] {
  if (situation.run === null) return [];
  const facts = { statusKey: situation.run.statusKey, hasAppointment: situation.appointment !== null, values };
  const status = chooseStatus(situation.workflow, facts, milestone);
  return status ? [{ do: 'move_status', statusKey: status.key, reason: reasons[milestone] }] : [];
}

interface Wished {
  readonly values: ReadonlyMap<string, unknown>;
  readonly refused: Refusal[];
}

/** A status that a brain names, where its own gate opens. */
function wishedStatus({ run, workflow, appointment }: Situation, { status }: Proposal, wished: Wished): Action[] {
  if (run === null || status === undefined || status === run.statusKey) return [];
  const facts = { statusKey: run.statusKey, hasAppointment: appointment !== null, values: wished.values };
  const rule = whyNotByName(workflow, facts, status);
  if (rule === undefined)
    return [{ do: 'move_status', statusKey: status, reason: 'it was proposed and its gate holds' }];
  wished.refused.push({ what: 'change the status', rule });
  return [];
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
