import type { TxCtx } from '../../db/database.ts';
import type { Action, Decision } from '../../engagement/decision.ts';
import { maySend } from '../../engagement/policy/may-send.ts';
import { readSendFacts } from '../deliveries/index.ts';
import type { Loaded } from './load-situation.ts';

type Send = Extract<Action, { do: 'send' }>;

/**
 * The rule that refuses words after all, on a channel where nothing asks once more before they leave. An opt-in was
 * decided on as if it freed the lead's address: what somebody else has suppressed it does not.
 */
export async function refusedByNow(
  ctx: TxCtx,
  { situation, leadId }: Loaded,
  { actions }: Decision,
  { purpose, text, template }: Send,
): Promise<string | undefined> {
  const isFreed = actions.some((action) => action.do === 'opt_in');
  if (!isFreed || !situation.sending.channel.isCarried) return undefined;
  const { id: conversationId, channel } = situation.conversation;
  const [facts] = await readSendFacts(ctx, [{ leadId, conversationId, channel }]);
  const verdict = facts && maySend(facts, { purpose, text, template: template ?? null });
  return verdict && 'rule' in verdict ? verdict.rule : undefined;
}
