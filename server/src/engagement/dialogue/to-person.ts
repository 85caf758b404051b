import { remember, say, type Turn } from './turn.ts';

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
