import { asksWhy } from '../understanding/asks-why.ts';
import { extractors } from '../understanding/extractors/index.ts';
import { matchAnswer } from '../understanding/match-answer.ts';
import type { DialogueAct, Observation, Understanding } from '../understanding/types.ts';
import { answerFromKnowledge } from './answer-from-knowledge.ts';
import { missingFields } from './ask-next.ts';
import { slotOf, slotText } from './book.ts';
import { fieldOf, say, type Turn } from './turn.ts';

/** Stands among a turn's reasons where a question was not answered. */
export const NO_ANSWER = 'a question without an answer';

/** Answers what was asked back; whether there was something to answer and it could. */
export function answerBack(turn: Turn, heard: Understanding): boolean {
  if (turn.acts.includes('ask_if_human')) {
    const { agent, workspace } = turn.situation;
    say(
      turn,
      `I am ${agent.name}, an automated assistant of ${workspace.name}. If you would rather talk to a person, just say so.`,
      'said what it is',
    );
    return true;
  }
  if (heard.question === undefined)
    return (turn.text.includes('?') && answerFromHint(turn)) || answerTopic(turn, heard);
  // A guess gives way to what another reader has found.
  const least = turn.hints.answer === undefined ? 0 : 0.7;
  if (answerFromWorkflow(turn, heard.question, least) || answerFromHint(turn)) return true;
  if (answerTimes(turn, heard) || answerWhy(turn, heard.question)) return true;
  if (heard.chosenSlot !== undefined) return false;
  if (answerFromKnowledge(turn, heard.question)) return true;
  turn.openQuestion = heard.question;
  turn.steps.push({ step: 'ask_person', question: heard.question });
  say(turn, 'I do not know that, so I have asked a colleague, who will get back to you.', NO_ANSWER);
  return false;
}

function answerFromHint(turn: Turn): boolean {
  const found = turn.situation.workflow.answers.find(({ key }) => key === turn.hints.answer);
  if (!found) return false;
  say(turn, found.answer, `answered "${found.key}"`);
  turn.mentioned = mentionedIn(turn, turn.text);
  return true;
}

function answerFromWorkflow(turn: Turn, question: string, confidence: number): boolean {
  const { answers } = turn.situation.workflow;
  const match = matchAnswer(question, answers);
  const found = match && match.confidence >= confidence && answers.find(({ key }) => key === match.key);
  if (!found) return false;
  say(turn, found.answer, `answered "${found.key}"`);
  turn.mentioned = mentionedIn(turn, question);
  return true;
}

/** How sure an answer must be to what is no question by its form. */
const TOPIC = 0.7;

/** "Prices", "I have bad credit": no question by its form, and nothing else either. */
function answerTopic(turn: Turn, heard: Understanding): boolean {
  const says = heard.observations.length > 0 || heard.chosenSlot !== undefined || heard.when !== undefined;
  if (says || turn.acts.some((act) => decided.includes(act))) return false;
  return answerFromWorkflow(turn, turn.text, TOPIC) || answerFromKnowledge(turn, turn.text, TOPIC);
}

const decided: readonly DialogueAct[] = ['accept', 'request_person', 'request_booking', 'request_cancel', 'opt_out'];

function answerTimes(turn: Turn, heard: Understanding): boolean {
  if (!asksForTimes(turn, heard)) return false;
  const { appointment } = turn.situation;
  if (appointment && heard.when === undefined)
    say(turn, `Your appointment is ${slotText(turn, slotOf(appointment))}.`, 'told the appointment');
  return true;
}

function asksForTimes(turn: Turn, heard: Understanding): boolean {
  const aboutTimes = /\b(slots?|times?|free|available|availability|openings?|earliest|soonest|when)\b/i;
  return (
    turn.situation.workflow.booking !== undefined && (heard.when !== undefined || aboutTimes.test(heard.question ?? ''))
  );
}

/** "Why do you need that?" of a question the agent has asked. */
function answerWhy(turn: Turn, question: string): boolean {
  const [asked] = turn.dialogue.asked;
  const field = asked === undefined ? undefined : fieldOf(turn, asked);
  if (!field || !asksWhy(question, turn.speech.language)) return false;
  say(turn, 'It helps us to prepare, and only our team sees it. Say "skip" if you would rather not tell.', 'told why');
  return true;
}

/** The option of the list to be asked for that a question is about: "how much is a trim?" */
function mentionedIn(turn: Turn, question: string): Observation[] {
  const [field] = missingFields(turn);
  if (field?.type !== 'select') return [];
  const options = new Set(extractors.select(question, turn.speech, { field }).map(({ value }) => String(value)));
  const [value] = options;
  if (value === undefined || options.size > 1) return [];
  return [{ key: field.key, value, valueText: value, confidence: 0.8, origin: 'said' }];
}
