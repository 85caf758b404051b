import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import type { Stimulus } from '../../engagement/situation.ts';
import { type EndedCall, settleCall } from '../llms/index.ts';
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
  { cause, decision: { actions, refused } }: { readonly cause: Stimulus; readonly decision: Decision },
): Promise<void> {
  if (!part) return;
  if (cause.kind === 'call_ended') return tellOfReading(ctx, { situation, leadId }, part);
  const spoke = actions.some(
    (action) => (action.do === 'send' || action.do === 'draft') && action.text === proposal.say,
  );
  const refusal = part.refusal ?? (spoke ? null : (refused.at(-1)?.rule ?? 'nothing was said'));
  const used = await account(ctx, part);
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: withUse(
      refusal === null ? `The language model spoke` : `The rules spoke, not the language model: ${refusal}`,
      used,
    ),
    output: outputOf(part, refusal, used),
  });
}

/** After a call nobody speaks: the model has read it beside the rules, or not. */
async function tellOfReading(ctx: TxCtx, { situation, leadId }: Told, part: ModelPart): Promise<void> {
  const used = await account(ctx, part);
  const { refusal } = part;
  const who = refusal === null ? 'The language model read the call' : `The rules read the call alone: ${refusal}`;
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: withUse(who, used),
    output: outputOf(part, refusal, used),
  });
}

type Told = Pick<Loaded, 'situation' | 'leadId'>;

/** Tells that what a model said is void, as the lead had gone on, and that it is asked again; counts what was used. */
export async function tellOfVoid(ctx: TxCtx, { situation, leadId }: Told, ended: EndedCall): Promise<void> {
  const reason = 'the lead had gone on meanwhile';
  const part: ModelPart = { ended, refusal: reason, dropped: [], guessed: [] };
  const used = await account(ctx, part);
  recordAction(ctx, {
    leadId,
    conversationId: situation.conversation.id,
    type: 'tool_call',
    summary: withUse(`The language model is asked again: ${reason}`, used),
    output: { ...outputOf(part, reason, used), brain: null },
  });
}

function outputOf({ dropped, guessed }: ModelPart, refusal: string | null, used: Used) {
  return { brain: refusal === null ? 'model' : 'rules', reason: refusal, ...used, dropped, guessed };
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

type Used = Awaited<ReturnType<typeof account>>;

function withUse(who: string, used: Used): string {
  if (!used) return who;
  const { inputTokens, outputTokens, cost, currency, durationMs } = used;
  const tokens = inputTokens === null ? 'tokens unknown' : `${inputTokens} tokens in, ${outputTokens} out`;
  return `${who} (${tokens}, ${cost.toFixed(4)} ${currency}, ${durationMs} ms)`;
}
