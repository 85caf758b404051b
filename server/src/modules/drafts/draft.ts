import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import type { Action } from '../../engagement/decision.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { lockLead } from '../leads/index.ts';

const steps = ['book', 'move', 'cancel', 'disqualify'] as const;

export const draftSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    conversationId: z.uuid(),
    channel: z.string(),
    text: z.string().describe('`{calendarUrl}` stands for the calendar file of an appointment that is not made yet.'),
    status: z
      .enum(['awaiting_approval', 'queued', 'sent', 'cancelled'])
      .describe('queued: approved, and said in a moment. cancelled: discarded, or withdrawn as it was stale.'),
    steps: z
      .array(z.object({ step: z.enum(steps), startAt: z.iso.datetime().nullable() }))
      .describe('What is done for the lead when it is approved, before the words are said.'),
    messageId: z.uuid().nullable().describe('The message that it became.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Draft' });
export type Draft = z.infer<typeof draftSchema>;

interface DraftRow extends Omit<Draft, 'steps' | 'createdAt'> {
  readonly onApproval: readonly Action[];
  readonly createdAt: Date;
}

/** Drafts that fit `condition` (a `where` over `m` and its lead `l`, and what follows it), in its order. */
export async function selectDrafts(tx: Tx, condition: ReturnType<Tx>): Promise<Draft[]> {
  const rows = await tx<DraftRow[]>`
    select m.id, m.lead_id, m.conversation_id, m.channel, m.body as text, m.status, m.on_approval,
      m.sent_as_id as message_id, m.created_at
    from messages m join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id
    ${condition}`;
  return rows.map(({ onApproval, createdAt, ...row }) => ({
    ...row,
    steps: onApproval.flatMap(toStep),
    createdAt: createdAt.toISOString(),
  }));
}

function toStep(action: Action): Draft['steps'] {
  const step = steps.find((one) => one === action.do);
  if (step === undefined) return [];
  return [{ step, startAt: 'slot' in action ? new Date(action.slot.startAt).toISOString() : null }];
}

/** One draft, for verbs that answer with what they wrote. Raises `not_found`. */
export async function readDraft({ tx, workspace, isTest }: TxCtx, messageId: string): Promise<Draft> {
  const [found] = await selectDrafts(
    tx,
    tx`where m.workspace_id = ${workspace.id} and m.id = ${messageId} and m.kind = 'draft' and l.is_test = ${isTest}
      and l.deleted_at is null`,
  );
  if (!found) throw notFound('draft');
  return found;
}

/** A draft that still waits, with its lead locked. Raises `not_found`, `conflict` not_waiting where its time is over. */
export async function lockDraft(ctx: TxCtx, messageId: string): Promise<Draft> {
  const { leadId } = await readDraft(ctx, messageId);
  await lockLead(ctx, leadId);
  const draft = await readDraft(ctx, messageId);
  if (draft.status === 'awaiting_approval') return draft;
  const { status } = draft;
  throw conflict('not_waiting', 'This draft does not wait for approval any more: its `status` says why.', { status });
}

export const draftParams = z.strictObject({ messageId: z.uuid().describe("The draft's id.") });
