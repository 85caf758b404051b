import type { Proposal } from '../proposal.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { askFor, missingFields } from './ask-next.ts';
import { offerTimes } from './book.ts';
import { greet } from './greet.ts';
import { hear } from './hear.ts';
import { hearCall } from './hear-call.ts';
import type { Hints } from './hints.ts';
import { learnContact } from './learn.ts';
import { hearPerson, takeUpAgain } from './person-stretch.ts';
import { proceed } from './proceed.ts';
import { reachOut } from './reach-out.ts';
import { beginTurn, remember, say, type Turn } from './turn.ts';

/** What the rules suggest for a stimulus: pure, the same situation and hints give the same proposal. */
export function proposeByRules(situation: Situation, stimulus: Stimulus, hints?: Hints): Proposal {
  const turn = beginTurn(situation, hints);
  learnContact(turn);
  think(turn, stimulus);
  return {
    acts: turn.acts,
    observations: turn.observations,
    forgotten: turn.forgotten,
    ...(turn.disputed.length > 0 && { disputed: turn.disputed }),
    steps: turn.steps,
    openQuestion: turn.openQuestion,
    say: turn.parts.length > 0 ? turn.parts.join(separator(turn)) : null,
    ...(turn.template && { template: turn.template }),
    reason: turn.reasons.join('; ') || 'conversation',
    dialogue: turn.dialogue,
  };
}

function think(turn: Turn, stimulus: Stimulus): void {
  if (stimulus.kind === 'lead_created') open(turn);
  else if (stimulus.kind === 'message_received') hear(turn, stimulus.text);
  else if (stimulus.kind === 'slot_lost') offerAgain(turn);
  else if (stimulus.kind === 'person_spoke') hearPerson(turn, stimulus.text);
  else if (stimulus.kind === 'handed_back') takeUpAgain(turn, stimulus.stretch);
  else if (stimulus.kind === 'call_ended') hearCall(turn, stimulus.call);
  else reachOut(turn, stimulus.number, stimulus.words);
}

/** Speaks first only where somebody is there to hear it and has not spoken. */
function open(turn: Turn): void {
  const { conversation } = turn.situation;
  if (conversation.channel !== 'web_chat' || conversation.leadMessages > 0 || turn.dialogue.hasGreeted) return;
  greet(turn);
  if (turn.dialogue.asked.length === 0) proceed(turn);
}

function offerAgain(turn: Turn): void {
  const { booking } = turn.situation.workflow;
  say(turn, 'I am sorry: that time is no longer free.', 'the slot is gone');
  remember(turn, { offered: [], confirming: null });
  const [missing] = missingFields(turn);
  if (missing) askFor(turn, missing);
  else if (booking) offerTimes(turn, booking);
}

/** Lists stand on lines of their own; sentences follow each other. */
function separator(turn: Turn): string {
  return turn.parts.some((part) => part.includes('\n')) ? '\n' : ' ';
}
