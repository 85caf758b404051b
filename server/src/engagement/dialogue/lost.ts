import { NO_ANSWER } from './answer-back.ts';
import { either } from './phrases.ts';
import { toPerson } from './to-person.ts';
import { fieldOf, remember, say, type Turn } from './turn.ts';

/** Not understood: asks again with a hint; the second time in a row a person takes over. Whether the turn ends here. */
export function isLost(turn: Turn, text: string): boolean {
  if (askWhich(turn, text)) return true;
  const lost = turn.dialogue.lost + 1;
  remember(turn, { lost });
  if (lost >= 2) return toPerson(turn, 'the agent did not understand twice in a row');
  const apologised = turn.reasons.includes(NO_ANSWER);
  if (!apologised) say(turn, 'Sorry, I did not understand that.', 'not understood');
  return false;
}

/** "Haircut" where there are three kinds of it: asks which. */
function askWhich(turn: Turn, text: string): boolean {
  const [asked] = turn.dialogue.asked;
  const field = asked === undefined ? undefined : fieldOf(turn, asked);
  if (!field) return false;
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu));
  const close = field.options.filter(({ value, label = value }) =>
    label
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((word) => words.has(word)),
  );
  if (close.length < 2 || close.length === field.options.length) return false;
  say(turn, `Which one: ${either(close.map(({ value, label = value }) => label))}?`, `asked which ${field.key}`);
  remember(turn, { lost: 0 });
  return true;
}
