import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { proposeInformed } from '../../engagement/dialogue/informed.ts';
import { mayAsk } from '../../engagement/model/may-ask.ts';
import { modelTurnSchema } from '../../engagement/model/model-turn.ts';
import { promptFor } from '../../engagement/model/prompt.ts';
import { proposeWithModel } from '../../engagement/model/propose-with-model.ts';
import {
  callReadingSchema,
  mayReadCall,
  promptForCall,
  proposeAfterReading,
} from '../../engagement/model/read-call.ts';
import type { Proposal } from '../../engagement/proposal.ts';
import type { Situation, Stimulus } from '../../engagement/situation.ts';
import { onceFor } from '../../engagement/understanding/keep.ts';
import type { StimulusHandler } from '../../jobs/claim-stimulus.ts';
import type { Consultation } from '../../jobs/consultation.ts';
import { findPassages } from '../knowledge/index.ts';
import { type EndedCall, type LlmPrompt, prepareCall } from '../llms/index.ts';
import type { Loaded } from './load-situation.ts';
import { readTranscript } from './read-transcript.ts';
import { tellOfVoid } from './tell-of-model.ts';

/** What a model said, and the situation that it was said for. */
export interface ModelAnswer {
  readonly ended: EndedCall;
  readonly version: string;
  /** For how long it could still be asked again, milliseconds; nothing where it has been. */
  readonly leftMs: number;
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
  /** Fields that the lead is asked about before what the model took counts. */
  readonly guessed: readonly string[];
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
  readonly resume: (answer: ModelAnswer) => StimulusHandler;
}

/**
 * What is proposed in a turn: by the rules, or with what a model said. Where it is to be asked first that is returned:
 * nothing but its budget is written then, and the stimulus comes again with its answer. An answer that has become void,
 * as something of the lead has changed meanwhile, is asked for once more, in what is left of the time.
 */
export async function think(ctx: TxCtx, thinking: Thinking): Promise<Thought | Consultation> {
  const { loaded, cause, answer, before } = thinking;
  const { situation, proposal: rules } = await thinkByRules(ctx, loaded.situation, cause);
  if (before) return { proposal: rules, model: before.model };
  if (!answer) return consult(ctx, thinking, { situation, rules });
  const isVoid = answer.ended.answer.outcome === 'answered' && versionOf(situation) !== answer.version;
  if (isVoid && answer.leftMs >= LEAST_MS) {
    // What it did not use of its share of the budget is free for the second.
    await tellOfVoid(ctx, loaded, answer.ended);
    return consult(ctx, thinking, { situation, rules, withinMs: answer.leftMs });
  }
  return thinkWith(thinking, situation, rules, answer);
}

/** In less than this nobody answers. */
const LEAST_MS = 1_000;

interface Consulting {
  readonly situation: Situation;
  readonly rules: Proposal;
  /** What is left of the time where it is asked again. */
  readonly withinMs?: number;
}

/** What asks the model, or what the rules think where it is not to be asked. */
async function consult(ctx: TxCtx, thinking: Thinking, consulting: Consulting): Promise<Thought | Consultation> {
  const { loaded, resume } = thinking;
  const { situation, rules, withinMs } = consulting;
  if (!loaded.hasModel) return { proposal: rules, model: null };
  const question = await questionFor(ctx, thinking, consulting);
  if ('reason' in question) return byRules(rules, question.reason);
  const prepared = await prepareCall(ctx, { ...question, toolLength: lengthOf(question.tool.input), withinMs });
  if (!prepared) return { proposal: rules, model: null };
  if ('refusal' in prepared) return byRules(rules, prepared.refusal);
  const version = versionOf(situation);
  const { timeoutMs, call } = prepared;
  const ask = async () => {
    const ended = await call();
    return resume({ ended, version, leftMs: withinMs === undefined ? timeoutMs - ended.answer.durationMs : 0 });
  };
  return { timeoutMs, ask };
}

type Question = Pick<LlmPrompt, 'instructions' | 'prompt' | 'tool'>;

async function questionFor(
  ctx: TxCtx,
  { cause, heardId }: Thinking,
  { situation, rules }: Consulting,
): Promise<Question | { readonly reason: string | null }> {
  if (cause.kind === 'call_ended') {
    const reading = mayReadCall(situation, cause, rules);
    if (!reading.mayAsk) return reading;
    const input = callReadingSchema(situation.workflow);
    const tool = { name: 'read_call', description: 'What the lead says in the call.', input };
    return { ...promptForCall(situation, cause.call), tool };
  }
  const asking = mayAsk(situation, cause, rules);
  if (!asking.mayAsk) return asking;
  const transcript = await readTranscript(ctx, { conversationId: situation.conversation.id, beforeId: heardId });
  const tool = { name: 'take_turn', description: 'Your part of this turn.', input: modelTurnSchema(situation) };
  return { ...promptFor({ situation, message: asking.message, transcript, rules }), tool };
}

/** A version of a workflow has one type of input, or two, and one for its calls. */
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
  return { proposal, model: reason === null ? null : { ended: null, refusal: reason, dropped: [], guessed: [] } };
}

function thinkWith(
  { loaded, cause }: Thinking,
  situation: Situation,
  rules: Proposal,
  { ended, version }: ModelAnswer,
): Thought {
  const refuse = (refusal: string): Thought => ({
    proposal: rules,
    model: { ended, refusal, dropped: [], guessed: [] },
  });
  const { answer, forbiddenPhrases } = ended;
  if (answer.outcome === 'failed') return refuse(answer.reason);
  if (!loaded.hasModel) return refuse('it was taken out of use meanwhile');
  if (versionOf(situation) !== version) return refuse('the lead had gone on meanwhile');
  if (cause.kind === 'call_ended') {
    if (!mayReadCall(situation, cause, rules).mayAsk) return refuse(SETTLED);
    const { proposal, ...model } = proposeAfterReading(situation, cause, answer.input);
    return { proposal, model: { ended, ...model } };
  }
  const asking = mayAsk(situation, cause, rules);
  if (!asking.mayAsk) return refuse(SETTLED);
  const input = { given: answer.input, message: asking.message, forbiddenPhrases };
  const { proposal, ...model } = proposeWithModel(situation, cause, input);
  return { proposal, model: { ended, ...model } };
}

const SETTLED = 'the rules settle it';

/** Two situations with one version are one to a model: what was said for the one is true of the other. */
function versionOf({ lead, run, conversation, variables, appointment, workspace, agent }: Situation): string {
  return JSON.stringify([lead, run, conversation, [...variables], appointment, workspace, agent]);
}
