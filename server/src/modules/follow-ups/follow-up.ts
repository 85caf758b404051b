import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { template } from '../../engagement/workflow/primitives.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { conflict, invalidInput, notFound } from '../../kernel/errors.ts';
import { timeInput } from '../../kernel/times.ts';
import { lockLead } from '../leads/index.ts';

/** The time of a follow-up has come; its payload has the `messageId`, the `conversationId` and `keepsOnReply`. */
export const FOLLOW_UP_TIMER = 'follow_up_due';

const templateSchema = z
  .strictObject({
    name: template,
    values: z.array(z.string().max(1024)).max(30).default([]).describe('What stands in its places, in their order.'),
  })
  .describe('What the channel has approved for these words: sent in their place where it takes no free text then.');

export const followUpSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    conversationId: z.uuid(),
    channel: z.string(),
    text: z.string(),
    template: templateSchema.nullable(),
    sendAt: z.iso.datetime().describe('Later than asked for where it had to be put off.'),
    cancelOnReply: z.boolean(),
    status: z
      .enum(['scheduled', 'sent', 'cancelled'])
      .describe('sent: said, or on its way over its channel; the message says what became of it.'),
    reason: z.string().nullable().describe('Why it was cancelled.'),
    messageId: z.uuid().nullable().describe('The message that it became.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'FollowUp' });
export type FollowUp = z.infer<typeof followUpSchema>;

export const followUpFields = {
  text: z.string().trim().min(1).max(4096).describe('What the agent says then.'),
  template: templateSchema.nullable().describe('null, or missing beside other words: none.'),
  sendAt: timeInput.describe('When, still to come.'),
  cancelOnReply: z.boolean().describe('Whether it is withdrawn when the lead writes before.'),
};

export const followUpParams = z.strictObject({ messageId: z.uuid().describe("The follow-up's id.") });

interface FollowUpRow extends Omit<FollowUp, 'sendAt' | 'createdAt'> {
  readonly sendAt: Date;
  readonly createdAt: Date;
}

/** Follow-ups that fit `condition` (a `where` over `m` and its lead `l`, and what follows it), in its order. */
export async function selectFollowUps(tx: Tx, condition: ReturnType<Tx>): Promise<FollowUp[]> {
  const rows = await tx<FollowUpRow[]>`
    select m.id, m.lead_id, m.conversation_id, m.channel, m.body as text, m.template, m.scheduled_at as send_at,
      not m.keeps_on_reply as cancel_on_reply, m.status, m.failure as reason, m.sent_as_id as message_id, m.created_at
    from messages m join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id
    ${condition}`;
  return rows.map(({ sendAt, createdAt, ...row }) => ({
    ...row,
    sendAt: sendAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }));
}

/** One follow-up. Raises `not_found`, also where its lead was deleted. */
export async function readFollowUp({ tx, workspace, isTest }: TxCtx, messageId: string): Promise<FollowUp> {
  const [found] = await selectFollowUps(
    tx,
    tx`where m.workspace_id = ${workspace.id} and m.id = ${messageId} and m.kind = 'follow_up' and l.is_test = ${isTest}
      and l.deleted_at is null`,
  );
  if (!found) throw notFound('follow-up');
  return found;
}

/** One that is still to be sent, with its lead locked. Raises `not_found`, `conflict` not_scheduled. */
export async function lockFollowUp(ctx: TxCtx, messageId: string): Promise<FollowUp> {
  const { leadId } = await readFollowUp(ctx, messageId);
  await lockLead(ctx, leadId);
  const followUp = await readFollowUp(ctx, messageId);
  if (followUp.status === 'scheduled') return followUp;
  const { status } = followUp;
  throw conflict('not_scheduled', `This follow-up is ${status}: it can change no more.`, { status });
}

/** Wakes the lead's engine at the time, in place of any time set before. */
export async function setFollowUpTimer(ctx: TxCtx, followUp: FollowUp): Promise<void> {
  const { id: messageId, leadId, conversationId, sendAt, cancelOnReply } = followUp;
  await cancelTimers(ctx, leadId, [FOLLOW_UP_TIMER], { match: { messageId } });
  const payload = { messageId, conversationId, keepsOnReply: !cancelOnReply };
  setTimer(ctx, { leadId, kind: FOLLOW_UP_TIMER, payload, dueAt: new Date(sendAt) });
}

/** Raises `invalid_input` for a time that is over. */
export function requireAhead({ at }: TxCtx, sendAt: string): void {
  if (Date.parse(sendAt) > at.getTime()) return;
  throw invalidInput('This time is over.', [{ path: ['sendAt'], message: 'Give a time that is still to come.' }]);
}
