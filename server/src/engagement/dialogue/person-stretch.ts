import { readAgentTurn } from '../understanding/agent/read-turn.ts';
import { hear } from './hear.ts';
import { proceed } from './proceed.ts';
import { knownValues, listeningContext, remember, type Turn } from './turn.ts';

/** What was said in a conversation by the time the agent gets it back. */
export interface Stretch {
  /** What the lead wrote since anybody last wrote to it, in its order; null where nothing. */
  readonly unanswered: string | null;
  /** Who wrote last to the lead, and what; null where nobody did. */
  readonly lastWords: { readonly author: 'agent' | 'person'; readonly text: string } | null;
  /** The agent's own last words. */
  readonly ownLastWords: string | null;
}

/** Listens to a person who writes in the agent's place: what the lead says next answers that. */
export function hearPerson(turn: Turn, text: string): void {
  const { fields } = turn.situation.workflow;
  const said = readAgentTurn(text, listeningContext(turn), fields, knownValues(turn));
  const isQuestion = text.includes('?') || said.asked.length > 0;
  remember(turn, {
    confirming: null,
    proposed: said.readBack,
    suggested: said.suggested,
    offered: [],
    lost: 0,
    ...(isQuestion && { asked: said.asked }),
  });
}

function askAgain(turn: Turn, { author, text }: NonNullable<Stretch['lastWords']>): void {
  if (author === 'person') {
    hearPerson(turn, text);
    return;
  }
  const { asked } = readAgentTurn(text, listeningContext(turn), turn.situation.workflow.fields, knownValues(turn));
  remember(turn, { asked: [...new Set([...turn.dialogue.asked, ...asked])] });
}

/**
 * Goes on where a person has left off: answers what nobody has answered, or takes the next step towards the goal.
 * Silent where the agent or a question of the person still waits for the lead, and where nothing is open.
 */
export function takeUpAgain(turn: Turn, { unanswered, lastWords }: Stretch): void {
  if (unanswered !== null) {
    // What was learned from it in silence is learned no other way now: as an answer to what was asked.
    if (lastWords) askAgain(turn, lastWords);
    hear(turn, unanswered);
    return;
  }
  if (turn.situation.lead.isOptedOut || turn.dialogue.isDone) return;
  if (lastWords?.author === 'person' && !lastWords.text.trimEnd().endsWith('?')) proceed(turn);
}
