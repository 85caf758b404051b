import { holds } from '../workflow/condition.ts';
import { knownValues, remember, say, type Turn } from './turn.ts';

/** Why a person is to answer after what the lead said in this turn; undefined where none is. */
export function whyPerson(turn: Turn, text: string): string | undefined {
  return personByWords(turn, text) ?? personByRule(turn);
}

/** The same by the words alone. */
export function personByWords(turn: Turn, text: string): string | undefined {
  const { handover } = turn.situation.workflow;
  if (turn.acts.includes('request_person')) return 'the lead asked for a person';
  const word = handover?.words.find((one) => new RegExp(`\\b${RegExp.escape(one)}\\b`, 'i').test(text));
  return word === undefined ? undefined : `the lead said "${word}"`;
}

/** The same by what is known alone. */
export function personByRule(turn: Turn): string | undefined {
  const { handover } = turn.situation.workflow;
  const isByRule = handover?.when !== undefined && holds(handover.when, knownValues(turn));
  return isByRule ? 'the workflow asks for a person here' : undefined;
}

/** Ends the turn by asking for a person; the words are the workflow's where it has some. */
export function toPerson(turn: Turn, reason: string): true {
  turn.steps.push({ step: 'hand_over', reason });
  say(
    turn,
    turn.situation.workflow.handover?.say ?? 'I am handing you over to a colleague, who will answer you here.',
    reason,
  );
  remember(turn, { asked: [], offered: [], confirming: null });
  return true;
}
