import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { proposeInformed } from '../../engagement/dialogue/informed.ts';
import { mayAsk } from '../../engagement/model/may-ask.ts';
import { modelTurnSchema } from '../../engagement/model/model-turn.ts';
import { promptFor } from '../../engagement/model/prompt.ts';
import { proposeWithModel } from '../../engagement/model/propose-with-model.ts';
import type { Proposal } from '../../engagement/proposal.ts';
import type { Situation, Stimulus } from '../../engagement/situation.ts';
import { onceFor } from '../../engagement/understanding/keep.ts';
import type { FinalHandler } from '../../jobs/claim-stimulus.ts';
import type { Consultation } from '../../jobs/consultation.ts';
import { findPassages } from '../knowledge/index.ts';
import { type EndedCall, prepareCall } from '../llms/index.ts';
import type { Loaded } from './load-situation.ts';
import { readTranscript } from './read-transcript.ts';

/** What a model said, and the situation that it was said for. */
export interface ModelAnswer {
  readonly ended: EndedCall;
  readonly version: string;
}

/** A turn thought through. */
export interface Thought {
  readonly proposal: Proposal;
  /** What came of the model; null where none was to be asked. */
  readonly model: ModelPart | null;
}

export interface ModelPart {
  /** Null where it was not called. */
  readonly ended: EndedCall | null;
  /** Why the rules speak; null where the words are the model's. */
  readonly refusal: string | null;
  readonly dropped: readonly string[];
}

interface Thinking {
  readonly loaded: Loaded;
  readonly cause: Stimulus;
  /** The lead's message. */
  readonly heardId: string | null;
  /** What the model said, once it was asked. */
  readonly answer: ModelAnswer | undefined;
  /** What was thought before a time was lost to somebody else. */
  readonly before: Thought | undefined;
  /** Handles the stimulus with what the model says. */
  readonly resume: (answer: ModelAnswer) => FinalHandler;
}

/**
 * What is proposed in a turn: by the rules, or with what a model said. Where it is to be asked first that is returned:
 * nothing but its budget is written then, and the stimulus comes again with its answer.
 */
export async function think(ctx: TxCtx, thinking: Thinking): Promise<Thought | Consultation> {
  const { loaded, cause, answer, before, resume } = thinking;
  const { situation, proposal: rules } = await thinkByRules(ctx, loaded.situation, cause);
  if (before) return { proposal: rules, model: before.model };
  if (answer) return thinkWith(thinking, situation, rules, answer);
  if (!loaded.hasModel) return { proposal: rules, model: null };
  const asking = mayAsk(situation, cause, rules);
  if (!asking.mayAsk) return byRules(rules, asking.reason);
  const transcript = await readTranscript(ctx, {
    conversationId: situation.conversation.id,
    beforeId: thinking.heardId,
  });
  const input = modelTurnSchema(situation);
  const prepared = await prepareCall(ctx, {
    ...promptFor({ situation, message: asking.message, transcript, rules }),
    tool: { name: 'take_turn', description: 'Your part of this turn.', input },
    toolLength: lengthOf(input),
  });
  if (!prepared) return { proposal: rules, model: null };
  if ('refusal' in prepared) return byRules(rules, prepared.refusal);
  const version = versionOf(situation);
  const { timeoutMs, call } = prepared;
  return { timeoutMs, ask: async () => resume({ ended: await call(), version }) };
}

/** A version of a workflow has one type of input, or two. */
const lengthOf = onceFor((input: z.ZodType) => JSON.stringify(z.toJSONSchema(input)).length);

/** A question that stays open is looked up between two thoughts. */
async function thinkByRules(ctx: TxCtx, situation: Situation, cause: Stimulus) {
  const thinking = proposeInformed(situation, cause);
  for (let next = thinking.next(); ; ) {
    if (next.done) return next.value;
    const [found] = await findPassages(ctx, { ...next.value, limit: 1 });
    next = thinking.next(found ?? null);
  }
}

function byRules(proposal: Proposal, reason: string | null): Thought {
  return { proposal, model: reason === null ? null : { ended: null, refusal: reason, dropped: [] } };
}

function thinkWith(
  { loaded, cause }: Thinking,
  situation: Situation,
  rules: Proposal,
  { ended, version }: ModelAnswer,
): Thought {
  const refuse = (refusal: string): Thought => ({ proposal: rules, model: { ended, refusal, dropped: [] } });
  const { answer, forbiddenPhrases } = ended;
  if (answer.outcome === 'failed') return refuse(answer.reason);
  if (!loaded.hasModel) return refuse('it was taken out of use meanwhile');
  if (versionOf(situation) !== version) return refuse('the lead had gone on meanwhile');
  const asking = mayAsk(situation, cause, rules);
  if (!asking.mayAsk) return refuse('the rules settle it');
  const input = { given: answer.input, message: asking.message, forbiddenPhrases };
  const { proposal, refusal, dropped } = proposeWithModel(situation, cause, input);
  return { proposal, model: { ended, refusal, dropped } };
}

/** Two situations with one version are one to a model: what was said for the one is true of the other. */
function versionOf({ lead, run, conversation, variables, appointment, workspace, agent }: Situation): string {
  return JSON.stringify([lead, run, conversation, [...variables], appointment, workspace, agent]);
}
