import { matchAnswer } from '../understanding/match-answer.ts';
import type { Understanding } from '../understanding/types.ts';
import { slotOf, slotText } from './book.ts';
import { say, type Turn } from './turn.ts';

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
  if (heard.question === undefined) return false;
  const { answers } = turn.situation.workflow;
  const match = matchAnswer(heard.question, answers);
  const found = match && answers.find(({ key }) => key === match.key);
  if (found) {
    say(turn, found.answer, `answered "${found.key}"`);
    return true;
  }
  if (asksForTimes(turn, heard)) {
    const { appointment } = turn.situation;
    if (appointment && heard.when === undefined)
      say(turn, `Your appointment is ${slotText(turn, slotOf(appointment))}.`, 'told the appointment');
    return true;
  }
  if (heard.observations.length === 0 && heard.chosenSlot === undefined) {
    say(turn, 'I do not know that, so I have noted your question for a colleague.', NO_ANSWER);
  }
  return false;
}

function asksForTimes(turn: Turn, heard: Understanding): boolean {
  const aboutTimes = /\b(slots?|times?|free|available|availability|openings?|earliest|soonest|when)\b/i;
  return (
    turn.situation.workflow.booking !== undefined && (heard.when !== undefined || aboutTimes.test(heard.question ?? ''))
  );
}
