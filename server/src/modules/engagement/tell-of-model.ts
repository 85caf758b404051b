import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import type { Stimulus } from '../../engagement/situation.ts';
import { type EndedCall, settleCall } from '../llms/index.ts';
import { recordAction } from '../timeline/index.ts';
import type { Loaded } from './load-situation.ts';
import type { ModelPart, Thought } from './think.ts';

interface Turn {
  readonly cause: Stimulus;
  readonly thought: Thought;
  readonly decision: Decision;
  /** Null where the model was not called. */
  readonly used: ModelUse | null;
}

/**
 * Tells on the timeline which brain spoke, or read a call, what the model took and why it was the rules. Nothing of what
 * the model wrote stands there.
 */
export function tellOfModel(ctx: TxCtx, loaded: Loaded, { cause, thought, decision, used }: Turn): void {
  const { proposal, model: part } = thought;
  const { actions, refused } = decision;
  if (!part) return;
  if (cause.kind === 'call_ended') {
    const { refusal } = part;
    const who = refusal === null ? 'The language model read the call' : `The rules read the call alone: ${refusal}`;
    record(ctx, loaded, who, { part, refusal, used });
    return;
  }
  const spoke = actions.some(
    (action) => (action.do === 'send' || action.do === 'draft') && action.text === proposal.say,
  );
  const refusal = part.refusal ?? (spoke ? null : (refused.at(-1)?.rule ?? 'nothing was said'));
  const who = refusal === null ? `The language model spoke` : `The rules spoke, not the language model: ${refusal}`;
  record(ctx, loaded, who, { part, refusal, used });
}

/** Tells that what a model said is void, as the lead had gone on; counts what it has used. */
export async function tellOfVoid(ctx: TxCtx, loaded: Loaded, ended: EndedCall): Promise<void> {
  const refusal = 'the lead had gone on meanwhile';
  const part: ModelPart = { ended, refusal, dropped: [], guessed: [] };
  const used = await useOf(ctx, ended);
  record(ctx, loaded, `What the language model said is void: ${refusal}`, { part, refusal, used, brain: null });
}

interface Told {
  readonly part: ModelPart;
  readonly refusal: string | null;
  readonly used: ModelUse | null;
  /** Whose words count; null where nobody has spoken yet. */
  readonly brain?: null;
}

function record(ctx: TxCtx, { leadId, situation }: Loaded, who: string, { part, refusal, used, brain }: Told): void {
  const { dropped, guessed } = part;
  const whose = refusal === null ? 'model' : 'rules';
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: withUse(who, used),
    output: { brain: brain === null ? null : whose, reason: refusal, ...used, dropped, guessed },
  });
}

export interface ModelUse {
  readonly model: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: number;
  readonly currency: string;
  readonly durationMs: number;
}

/** Counts what the model has used in a turn; null where it was not called. */
export async function settleModel(ctx: TxCtx, { model: part }: Thought): Promise<ModelUse | null> {
  return part?.ended ? useOf(ctx, part.ended) : null;
}

async function useOf(ctx: TxCtx, ended: EndedCall): Promise<ModelUse> {
  const { model, answer, currency } = ended;
  const cost = await settleCall(ctx, ended);
  const { tokens, durationMs } = answer;
  return {
    model,
    inputTokens: tokens?.input ?? null,
    outputTokens: tokens?.output ?? null,
    cost,
    currency,
    durationMs,
  };
}

function withUse(who: string, used: ModelUse | null): string {
  if (!used) return who;
  const { inputTokens, outputTokens, cost, currency, durationMs } = used;
  const tokens = inputTokens === null ? 'tokens unknown' : `${inputTokens} tokens in, ${outputTokens} out`;
  return `${who} (${tokens}, ${cost.toFixed(4)} ${currency}, ${durationMs} ms)`;
}
