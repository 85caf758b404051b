import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import { settleCall } from '../llms/index.ts';
import { recordAction } from '../timeline/index.ts';
import type { Loaded } from './load-situation.ts';
import type { ModelPart, Thought } from './think.ts';

/**
 * Tells on the timeline which brain spoke, what the model took and why the rules spoke in its place, and counts what
 * was used. Nothing of what the model wrote stands there.
 */
export async function tellOfModel(
  ctx: TxCtx,
  { situation, leadId }: Loaded,
  { proposal, model: part }: Thought,
  { actions, refused }: Decision,
): Promise<void> {
  if (!part) return;
  const spoke = actions.some(
    (action) => (action.do === 'send' || action.do === 'draft') && action.text === proposal.say,
  );
  const refusal = part.refusal ?? (spoke ? null : (refused.at(-1)?.rule ?? 'nothing was said'));
  const used = await account(ctx, part);
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: summaryOf(refusal, used),
    output: { brain: refusal === null ? 'model' : 'rules', reason: refusal, ...used, dropped: part.dropped },
  });
}

async function account(ctx: TxCtx, { ended }: ModelPart) {
  if (!ended) return null;
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

function summaryOf(refusal: string | null, used: Awaited<ReturnType<typeof account>>): string {
  const who = refusal === null ? `The language model spoke` : `The rules spoke, not the language model: ${refusal}`;
  if (!used) return who;
  const { inputTokens, outputTokens, cost, currency, durationMs } = used;
  const tokens = inputTokens === null ? 'tokens unknown' : `${inputTokens} tokens in, ${outputTokens} out`;
  return `${who} (${tokens}, ${cost.toFixed(4)} ${currency}, ${durationMs} ms)`;
}
