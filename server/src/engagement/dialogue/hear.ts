import type { Expectation, Understanding } from '../understanding/types.ts';
import { understand } from '../understanding/understand.ts';
import { answerBack } from './answer-back.ts';
import { hearAboutAppointment } from './appointment-wishes.ts';
import { missingFields } from './ask-next.ts';
import { disqualifyingRule } from './disqualifying-rule.ts';
import { greet } from './greet.ts';
import { hearAboutGuess, keepGuesses } from './guesses.ts';
import { withHints } from './hints.ts';
import { learn } from './learn.ts';
import { isLost } from './lost.ts';
import { dayMeant } from './meant-day.ts';
import { pick } from './phrases.ts';
import { complete, proceed } from './proceed.ts';
import { toPerson, whyPerson } from './to-person.ts';
import { fieldOf, listeningContext, remember, say, type Turn } from './turn.ts';
import { optionsNamed } from './which-option.ts';

/** Thinks through one message of the lead. What comes first can end the turn: opting out, a person, a refusal by rule. */
export function hear(turn: Turn, text: string): void {
  const understood = understand({
    text,
    context: listeningContext(turn),
    fields: turn.situation.workflow.fields,
    known: new Map([...turn.known].map(([key, variable]) => [key, variable.value])),
    expectation: expectationOf(turn),
  });
  const heard = withHints(understood, turn.hints);
  turn.acts = heard.acts;
  if (heard.language !== turn.dialogue.language) remember(turn, { language: heard.language });
  turn.text = text;
  if (hearConsent(turn)) return;
  if (!turn.dialogue.hasGreeted) greet(turn);
  const learned = learn(turn, [...heard.observations, ...dayMeant(turn, heard)]);
  const guessed = keepGuesses(turn);
  if (handOver(turn, text) || disqualify(turn)) return;
  decline(turn, heard);
  const answered = answerBack(turn, heard);
  turn.hasAnswered = answered;
  const settled = settle(turn, heard);
  const small = isSmallTalk(turn);
  if (asksForTime(turn, heard)) return;
  const isUnderstood =
    learned ||
    guessed ||
    answered ||
    settled ||
    small ||
    heard.when !== undefined ||
    isUnderstoodAct(turn) ||
    namesOptions(turn);
  if (!isUnderstood) turn.openQuestion ??= text;
  if (!isUnderstood && isLost(turn)) return;
  if (isUnderstood) remember(turn, { lost: 0 });
  if (settled !== 'ends') proceed(turn);
  if (turn.parts.length === 0)
    say(
      turn,
      pick(turn, ['I am here if you need anything else.', 'Anything else I can help with?']),
      'nothing left to ask',
    );
}

function expectationOf({ dialogue }: Turn): Expectation {
  const isOfValues = dialogue.confirming === 'summary' || dialogue.confirming === 'value';
  const confirming = isOfValues ? 'values' : dialogue.confirming;
  const base = {
    fields: dialogue.asked,
    proposed: dialogue.proposed,
    slots: dialogue.offered,
    learned: dialogue.learned ?? [],
    ...(dialogue.suggested && { offered: dialogue.suggested }),
  };
  return confirming === null ? base : { ...base, confirming };
}

function hearConsent(turn: Turn): boolean {
  const { lead } = turn.situation;
  if (turn.acts.includes('opt_out') && !lead.isOptedOut) {
    turn.steps.push({ step: 'opt_out' });
    say(turn, 'Understood: I will not contact you again. If you change your mind, write START.', 'the lead opted out');
    remember(turn, { asked: [], offered: [], confirming: null, isDone: true });
    return true;
  }
  if (!lead.isOptedOut) return false;
  if (!turn.acts.includes('opt_in')) return true;
  turn.steps.push({ step: 'opt_in' });
  say(turn, 'Welcome back.', 'the lead opted in again');
  remember(turn, { isDone: turn.situation.appointment !== null });
  return false;
}

function handOver(turn: Turn, text: string): boolean {
  const reason = whyPerson(turn, text);
  return reason !== undefined && toPerson(turn, reason);
}

function disqualify(turn: Turn): boolean {
  const rule = disqualifyingRule(turn);
  if (!rule) return false;
  turn.steps.push({ step: 'disqualify', key: rule.key, reason: rule.reason });
  say(turn, rule.say, `disqualified: ${rule.reason}`);
  remember(turn, { asked: [], offered: [], confirming: null, isDone: true });
  return true;
}

/** "Skip", "I do not know", "any": the question asked is not asked again. */
function decline(turn: Turn, heard: Understanding): void {
  const [asked] = turn.dialogue.asked;
  if (asked === undefined || turn.known.has(asked)) return;
  const unwilling = (['skip', 'any', 'unsure'] as const).some((act) => turn.acts.includes(act));
  if (!unwilling || heard.observations.some(({ key }) => key === asked)) return;
  const label = fieldOf(turn, asked)?.label ?? asked;
  say(turn, pick(turn, ['No problem.', 'That is fine.', 'All right.']), `no answer to ${label}`);
  remember(turn, { declined: [...turn.dialogue.declined, asked], asked: [] });
}

/** What the message settles besides facts: an appointment, a confirmation. `ends`: all is said. */
function settle(turn: Turn, heard: Understanding): boolean | 'ends' {
  const { workflow } = turn.situation;
  if (workflow.booking) {
    const outcome = hearAboutAppointment(turn, heard, workflow.booking);
    if (outcome) return outcome;
  }
  if (turn.dialogue.confirming === 'value') return hearAboutGuess(turn, heard);
  if (turn.dialogue.confirming === 'summary') return hearSummary(turn, heard);
  if (turn.dialogue.confirming === 'more' && turn.acts.includes('reject')) {
    say(turn, pick(turn, ['Thank you, goodbye!', 'All right, see you!', 'Thank you and until then!']), 'said goodbye');
    remember(turn, { confirming: null });
    return 'ends';
  }
  return false;
}

function hearSummary(turn: Turn, heard: Understanding): boolean | 'ends' {
  if (turn.acts.includes('accept') && turn.observations.length === 0) {
    remember(turn, { isSummaryConfirmed: true });
    complete(turn);
    return 'ends';
  }
  if (turn.acts.includes('reject') && heard.observations.length === 0) {
    say(turn, 'What should I change?', 'the summary was not right');
    remember(turn, { lost: 0 });
    return 'ends';
  }
  return false;
}

function isSmallTalk(turn: Turn): boolean {
  const small = ['greet', 'thank', 'goodbye', 'wait', 'repeat'] as const;
  const spoken = small.find((act) => turn.acts.includes(act));
  if (spoken === 'greet' && turn.parts.length === 0 && turn.dialogue.hasGreeted)
    say(turn, pick(turn, ['Hello!', 'Hi!']), 'greeted back');
  if (spoken === 'thank' && turn.dialogue.isDone)
    say(turn, pick(turn, ['You are welcome!', 'With pleasure!']), 'thanked');
  if (spoken === 'goodbye' && turn.dialogue.isDone) say(turn, 'Goodbye!', 'said goodbye');
  return (
    spoken !== undefined || (turn.dialogue.isDone && turn.acts.some((act) => act === 'accept' || act === 'reject'))
  );
}

/** "Hold on": the question stands, and nobody is hurried. */
function asksForTime(turn: Turn, heard: Understanding): boolean {
  if (!turn.acts.includes('wait') || heard.observations.length > 0 || heard.question !== undefined) return false;
  say(turn, pick(turn, ['Of course, take your time.', 'No hurry, I am here.']), 'the lead needs a moment');
  remember(turn, { lost: 0 });
  return true;
}

/** "A haircut", where it is asked next which of three. */
function namesOptions(turn: Turn): boolean {
  const [missing] = missingFields(turn);
  return missing !== undefined && optionsNamed(turn, missing).length > 0;
}

/** Acts that are an answer by themselves, whatever else was said. */
function isUnderstoodAct(turn: Turn): boolean {
  return turn.acts.some((act) => act === 'skip' || act === 'any' || act === 'unsure' || act === 'opt_in');
}
