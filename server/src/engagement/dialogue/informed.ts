import type { FoundAnswer } from '../knowledge/found-answer.ts';
import type { Proposal } from '../proposal.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { proposeByRules } from './rules-brain.ts';

/** What a first thought left open, for whoever can look it up in the workspace's knowledge. */
export interface OpenQuestion {
  readonly question: string;
  /** That of the question, a BCP 47 tag. */
  readonly language: string;
}

/** Asks for what is to be looked up, and goes on with what was found. */
export type LookingUp<Result, Yielded = never> = Generator<OpenQuestion | Yielded, Result, FoundAnswer | null>;

interface Informed {
  readonly situation: Situation;
  readonly proposal: Proposal;
}

/** What the rules suggest, thought over once more where a question stayed open and something is known about it. */
export function* proposeInformed(situation: Situation, stimulus: Stimulus): LookingUp<Informed> {
  const proposal = proposeByRules(situation, stimulus);
  const { openQuestion: question } = proposal;
  if (question === null || situation.conversation.owner === 'person') return { situation, proposal };
  const knowledge = yield { question, language: proposal.dialogue.language ?? situation.workspace.locale };
  if (knowledge === null) return { situation, proposal };
  const informed = { ...situation, knowledge };
  return { situation: informed, proposal: proposeByRules(informed, stimulus) };
}
