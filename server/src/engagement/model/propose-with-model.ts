import { NO_ANSWER } from '../dialogue/answer-back.ts';
import { greetingOf } from '../dialogue/greet.ts';
import type { Hints } from '../dialogue/hints.ts';
import { proposeByRules } from '../dialogue/rules-brain.ts';
import type { DialogueState } from '../dialogue/state.ts';
import type { Proposal } from '../proposal.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { speaksOf } from './about.ts';
import { checkClaims } from './check-claims.ts';
import { judgeMessage } from './judge-message.ts';
import { type ModelTurn, modelTurnSchema } from './model-turn.ts';
import { slotTexts } from './our-words.ts';

export interface ModelInput {
  /** What the model gave. */
  readonly given: unknown;
  /** What the lead says now. */
  readonly message: string;
  readonly forbiddenPhrases: readonly string[];
}

export interface ModelProposal {
  readonly proposal: Proposal;
  /** Why the rules speak in place of the model; null where the model does. */
  readonly refusal: string | null;
  /** Claims that were dropped, with their reasons. */
  readonly dropped: readonly string[];
  /** The fields of claims that the lead is asked about before they count. */
  readonly guessed: readonly string[];
}

/**
 * What is proposed in a turn for which a model was asked: the rules think it through with what of the model's claims
 * was found to be so, and its words are taken in place of theirs where they pass every check. What binds anybody, such as
 * a booking, is told in the words of the rules. Pure.
 */
export function proposeWithModel(situation: Situation, stimulus: Stimulus, input: ModelInput): ModelProposal {
  const read = modelTurnSchema(situation).safeParse(input.given);
  if (!read.success) {
    return { ...nothing, proposal: proposeByRules(situation, stimulus), refusal: WRONG_TYPE };
  }
  const turn = read.data;
  const { observations, guesses, slot, dropped } = checkClaims(situation, input.message, turn);
  const hints: Hints = {
    observations,
    guesses,
    ...(slot !== undefined && { slot }),
    ...(turn.answer != null && { answer: turn.answer }),
  };
  const rules = proposeByRules(situation, stimulus, hints);
  const proposal = turn.status == null ? rules : { ...rules, status: turn.status };
  const refusal = whyNotSaid(situation, { rules, turn, input }) ?? null;
  const guessed = guesses.map(({ key }) => key);
  return { proposal: refusal === null ? inItsWords(situation, proposal, turn) : proposal, refusal, dropped, guessed };
}

export const WRONG_TYPE = 'what it gave is not of its type';
const nothing = { dropped: [], guessed: [] };

interface Spoken {
  readonly rules: Proposal;
  readonly turn: ModelTurn;
  readonly input: ModelInput;
}

function whyNotSaid(situation: Situation, { rules, turn, input }: Spoken): string | undefined {
  const { say, steps, reason, dialogue } = rules;
  const before = situation.conversation.dialogue;
  if (say === null) return 'there is nothing to say';
  if (reason.includes(NO_ANSWER)) return 'the workflow has no answer to what was asked';
  if (steps.length > 0) return 'the rules tell what is done';
  if (dialogue.confirming !== null && dialogue.confirming !== before.confirming) return 'the rules ask for a yes or no';
  const isNewOffer = JSON.stringify(dialogue.offered) !== JSON.stringify(before.offered);
  if (isNewOffer && !namesAll(situation, turn.message, dialogue)) return 'the rules offer the free times';
  if (say.trimEnd().endsWith('?') && !turn.message.includes('?'))
    return 'its message does not ask for what is wanted next';
  if (turn.asks != null && !mayAskFor(situation, turn.asks, { rules, message: turn.message }))
    return 'its message does not ask for what it says that it asks for';
  const known = [
    ...[...situation.variables.values()].map(({ valueText }) => valueText),
    ...rules.observations.map(({ valueText }) => valueText),
  ];
  const rule = judgeMessage({
    text: turn.message,
    situation,
    offered: dialogue.offered,
    draft: say,
    asks: turn.asks ?? undefined,
    message: input.message,
    known,
    forbiddenPhrases: input.forbiddenPhrases,
  });
  return rule && `its message ${rule}`;
}

/** The next answer is taken for it: it must be unknown still, and the message must not speak of another one instead. */
function mayAskFor(
  { workflow, variables }: Situation,
  asks: string,
  { rules, message }: { readonly rules: Proposal; readonly message: string },
): boolean {
  const isKnown = (key: string) => variables.has(key) || rules.observations.some((one) => one.key === key);
  const open = workflow.fields.filter(({ key }) => rules.dialogue.asked.includes(key) || !isKnown(key));
  const field = open.find(({ key }) => key === asks);
  return field !== undefined && (speaksOf(message, field) || !open.some((other) => speaksOf(message, other)));
}

/** What is offered must have been read, or nobody could choose it. */
function namesAll(situation: Situation, message: string, { offered }: DialogueState): boolean {
  return slotTexts(situation, offered).every((text) => message.includes(text));
}

/** What it asks for is what the next answer is taken for; who introduces himself does so first. */
function inItsWords(situation: Situation, proposal: Proposal, { message, asks }: ModelTurn): Proposal {
  const { dialogue } = proposal;
  const before = situation.conversation.dialogue;
  const asked = asks == null ? dialogue.asked : [asks];
  const times = before.timesAsked;
  const counted =
    asks == null || dialogue.asked.includes(asks) ? dialogue.timesAsked : { ...times, [asks]: (times[asks] ?? 0) + 1 };
  const greeting = before.hasGreeted ? [] : greetingOf(situation);
  return {
    ...proposal,
    reason: `${proposal.reason}, in the words of a language model`,
    say: [...greeting, message.trim()].join(' '),
    dialogue: { ...dialogue, asked, timesAsked: counted, lost: 0 },
  };
}
