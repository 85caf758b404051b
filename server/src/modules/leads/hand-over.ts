import type { TxCtx } from '../../db/database.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

/** The agent asks for a person, and says why: from here it is silent with this lead, on every channel. */
export async function askForPerson(
  ctx: TxCtx,
  { leadId, reason, conversationId }: { leadId: string; conversationId: string; reason: string },
): Promise<void> {
  await ctx.tx`
    update leads set needs_human = true, needs_human_reason = ${reason}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  await awaitPerson(ctx, leadId, conversationId);
  await Promise.all([
    recordEvent(ctx, { type: 'lead.needs_human', leadId, conversationId, data: { reason } }),
    recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: `Needs a person: ${reason}` }),
  ]);
}

/** Silences the agent until a person has come, without telling of it: the caller does, and sets `needs_human`. */
export async function awaitPerson(ctx: TxCtx, leadId: string, chosen?: string): Promise<void> {
  const conversationId = chosen ?? (await newestConversation(ctx, leadId));
  await setOwner(ctx, leadId, 'person');
  await silence(ctx, leadId, { conversationId, state: 'awaiting_person' });
}

/**
 * A person has the lead now, and the agent is silent. `isAwaited` where nobody has taken it up yet, `isNew` where it was
 * never the agent's.
 */
export async function giveToPerson(
  ctx: TxCtx,
  { leadId, isAwaited, isNew = false }: { leadId: string; isAwaited: boolean; isNew?: boolean },
): Promise<void> {
  const conversationId = await newestConversation(ctx, leadId);
  await setOwner(ctx, leadId, 'person');
  await silence(ctx, leadId, { conversationId, state: isAwaited ? 'awaiting_person' : 'open' });
  await Promise.all([
    recordEvent(ctx, { type: 'conversation.taken_over', leadId, conversationId }),
    isNew
      ? undefined
      : recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Taken over by a person' }),
  ]);
}

/** The agent has the lead again: nobody is waited for any more, and it answers in every conversation. */
export async function giveToAgent(ctx: TxCtx, { leadId }: { leadId: string }): Promise<void> {
  const { tx, at, workspace } = ctx;
  const conversationId = await newestConversation(ctx, leadId);
  await setOwner(ctx, leadId, 'agent');
  await Promise.all([
    stopAwaitingPerson(ctx, leadId),
    tx`
      update conversations set owner = 'agent', owner_member_id = null, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and owner = 'person'`,
    tx`
      update runs set human_takeover = false, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and human_takeover`,
    recordEvent(ctx, { type: 'conversation.handed_back', leadId, conversationId }),
    recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: 'Handed back to the agent' }),
  ]);
}

/** Nobody is waited for any more; whoever has the lead, person or agent, keeps it. */
export async function stopAwaitingPerson({ tx, at, workspace }: TxCtx, leadId: string): Promise<void> {
  await Promise.all([
    tx`
      update leads set needs_human = false, needs_human_reason = null, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId} and needs_human`,
    tx`
      update conversations set state = 'open', updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and state = 'awaiting_person'`,
  ]);
}

async function setOwner({ tx, at, workspace }: TxCtx, leadId: string, owner: 'agent' | 'person'): Promise<void> {
  await tx`
    update leads set owner = ${owner}, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
}

/** All conversations belong to a person now; only the one that it is about says whether somebody is waited for. */
async function silence(
  { tx, at, workspace }: TxCtx,
  leadId: string,
  { conversationId, state }: { conversationId: string | null; state: 'awaiting_person' | 'open' },
): Promise<void> {
  await Promise.all([
    tx`
      update conversations set owner = 'person', updated_at = ${at},
        state = case when id = ${conversationId} and state <> 'closed' then ${state} else state end
      where workspace_id = ${workspace.id} and lead_id = ${leadId}`,
    tx`
      update runs set human_takeover = true, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and (is_active or id in (
        select run_id from conversations where workspace_id = ${workspace.id} and lead_id = ${leadId}))`,
  ]);
}

async function newestConversation({ tx, workspace }: TxCtx, leadId: string): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    select id from conversations where workspace_id = ${workspace.id} and lead_id = ${leadId} order by id desc limit 1`;
  return row?.id ?? null;
}
