import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import { settleCall } from '../llms/index.ts';
import { recordAction } from '../timeline/index.ts';
import type { Loaded } from './load-situation.ts';
import type { Thought } from './think.ts';

interface Turn {
  readonly thought: Thought;
  readonly decision: Decision;
  /** Null where the model was not called. */
  readonly used: ModelUse | null;
}

/**
 * Tells on the timeline which brain spoke, what the model took and why the rules spoke in its place. Nothing of what the
 * model wrote stands there.
 */
export function tellOfModel(ctx: TxCtx, { situation, leadId }: Loaded, { thought, decision, used }: Turn): void {
  const { proposal, model: part } = thought;
  const { actions, refused } = decision;
  if (!part) return;
  const spoke = actions.some(
    (action) => (action.do === 'send' || action.do === 'draft') && action.text === proposal.say,
  );
  const refusal = part.refusal ?? (spoke ? null : (refused.at(-1)?.rule ?? 'nothing was said'));
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: summaryOf(refusal, used),
    output: { brain: refusal === null ? 'model' : 'rules', reason: refusal, ...used, dropped: part.dropped },
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
  if (!part?.ended) return null;
  const { ended } = part;
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

function summaryOf(refusal: string | null, used: ModelUse | null): string {
  const who = refusal === null ? `The language model spoke` : `The rules spoke, not the language model: ${refusal}`;
  if (!used) return who;
  const { inputTokens, outputTokens, cost, currency, durationMs } = used;
  const tokens = inputTokens === null ? 'tokens unknown' : `${inputTokens} tokens in, ${outputTokens} out`;
  return `${who} (${tokens}, ${cost.toFixed(4)} ${currency}, ${durationMs} ms)`;
}
