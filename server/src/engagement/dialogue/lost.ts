import { NO_ANSWER } from './answer-back.ts';
import { toPerson } from './to-person.ts';
import { remember, say, type Turn } from './turn.ts';

/** Not understood: asks again with a hint; the second time in a row a person takes over. Whether the turn ends here. */
export function isLost(turn: Turn): boolean {
  const lost = turn.dialogue.lost + 1;
  remember(turn, { lost });
  if (lost >= 2) return toPerson(turn, 'the agent did not understand twice in a row');
  const apologised = turn.reasons.includes(NO_ANSWER);
  if (!apologised) say(turn, 'Sorry, I did not understand that.', 'not understood');
  return false;
}
