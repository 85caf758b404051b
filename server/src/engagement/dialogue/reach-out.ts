import { fillPlaces } from '../../kernel/template.ts';
import type { Situation } from '../situation.ts';
import type { Wording } from '../workflow/primitives.ts';
import { askFor, missingFields } from './ask-next.ts';
import { greet } from './greet.ts';
import { proceed } from './proceed.ts';
import { remember, say, type Turn } from './turn.ts';

/**
 * Writes to a lead that is silent: the workflow's own words where it has some for this time, else who writes and the
 * next question; from the second time on in one conversation, that it is still there, and the question again.
 */
export function reachOut(turn: Turn, number: number, words: Wording | null): void {
  if (words !== null) {
    const { say: written, template } = typeof words === 'string' ? { say: words } : words;
    const { text, values } = fillWords(written, turn.situation);
    say(turn, text, `attempt ${number}`);
    if (template !== undefined) turn.template = { name: template, values };
    remember(turn, {
      hasGreeted: true,
      asked: missingFields(turn)
        .slice(0, 1)
        .map(({ key }) => key),
    });
    return;
  }
  turn.reasons.push(`attempt ${number}`);
  if (!turn.dialogue.hasGreeted) {
    greet(turn);
    if (turn.dialogue.asked.length === 0) proceed(turn);
    return;
  }
  say(turn, again[(number - 2) % again.length] ?? again[0]);
  const [missing] = missingFields(turn);
  if (missing) askFor(turn, missing);
  else proceed(turn);
}

const again = [
  'I wanted to check whether you saw my message.',
  'I am still here to help whenever it suits you.',
  'Is this still of interest to you?',
] as const;

/** Words with `{name}`, `{business}` and `{agent}` filled in: the lead's first name, or nothing with the space before it. */
function fillWords(words: string, { lead, workspace, agent }: Situation): ReturnType<typeof fillPlaces> {
  const [first = ''] = (lead.contact.name ?? '').trim().split(/\s+/);
  const spaced = words.replaceAll(/(\s*)\{name\}/g, first === '' ? '{name}' : '$1{name}');
  const { text, values } = fillPlaces(spaced, { name: first, business: workspace.name, agent: agent.name });
  return { text: text.trim(), values };
}
