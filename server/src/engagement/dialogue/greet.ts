import type { Situation } from '../situation.ts';
import { missingFields } from './ask-next.ts';
import { remember, say, type Turn } from './turn.ts';

/** The first words: who speaks, and that it is an assistant. */
export function greet(turn: Turn): void {
  const [words, ...more] = greetingOf(turn.situation);
  say(turn, words, 'greeted');
  for (const sentence of more) say(turn, sentence);
  remember(turn, { hasGreeted: true });
  // A greeting that asks already is the first question: two in one breath confuse.
  const [first] = missingFields(turn);
  if (first && words.trimEnd().endsWith('?')) remember(turn, { asked: [first.key] });
}

/** The sentences that an agent introduces itself by. */
export function greetingOf({ agent, workspace }: Situation): [string, ...string[]] {
  const words = agent.greeting ?? `Hi, I am ${agent.name}, ${agent.role} at ${workspace.name}.`;
  const isOpen = !agent.disclosesAssistant || tellsItIsAnAssistant(words);
  return isOpen ? [words] : [words, 'I am an automated assistant.'];
}

function tellsItIsAnAssistant(words: string): boolean {
  return /\b(virtual|automated|digital|ai|a\.i\.)\b.{0,40}\b(assistant|agent|receptionist|helper)\b|\b(chat)?bot\b|\bAI\b/i.test(
    words,
  );
}
