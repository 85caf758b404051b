import type { TxCtx } from '../../db/database.ts';
import { cancelAgentTimers, stopPending } from '../conversations/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { assignByRun } from './assign-member.ts';
import { endNeed, tellOfNeed } from './notify.ts';
import { watchSilence } from './watch-silence.ts';

/** The agent asks for a person, and says why: from here it is silent with this lead, on every channel. */
export async function askForPerson(
  ctx: TxCtx,
  { leadId, reason, conversationId }: { leadId: string; conversationId?: string | undefined; reason: string },
): Promise<void> {
  await ctx.tx`
    update leads set needs_human = true, needs_human_reason = ${reason}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  await awaitPerson(ctx, leadId, conversationId);
  recordAction(ctx, {
    leadId,
    conversationId: conversationId ?? null,
    type: 'system_note',
    summary: `Needs a person: ${reason}`,
  });
  await tellOfNeed(ctx, { leadId, conversationId: conversationId ?? null, reason });
}

/** The agent asks a person about what it does not know, and goes on with the rest: the lead stays its own. */
export async function askAboutQuestion(
  ctx: TxCtx,
  { leadId, reason: whole, conversationId }: { leadId: string; conversationId: string; reason: string },
): Promise<void> {
  const { tx, at, workspace } = ctx;
  const reason = whole.slice(0, 500);
  await tx`
    update leads set needs_human = true, needs_human_reason = ${reason}, updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  await assignByRun(ctx, leadId);
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: `Needs a person: ${reason}` });
  await tellOfNeed(ctx, { leadId, conversationId, reason });
}

/** Silences the agent until a person has come, without telling of it: the caller does, and sets `needs_human`. */
export async function awaitPerson(ctx: TxCtx, leadId: string, chosen: string | null = null): Promise<void> {
  const conversationId = chosen ?? (await newestConversation(ctx, leadId));
  await setOwner(ctx, leadId, 'person');
  await silence(ctx, leadId, { conversationId, memberId: null, state: 'awaiting_person' });
  await stopAgent(ctx, leadId, 'a person was asked for');
  await assignByRun(ctx, leadId);
}

export interface TakingOver {
  readonly leadId: string;
  /** True where nobody has taken it up yet. */
  readonly isAwaited: boolean;
  /** True where it was never the agent's. */
  readonly isNew?: boolean;
  /** Who has it now, where known. */
  readonly memberId?: string | null;
  /** Why, for the timeline. */
  readonly reason?: string | undefined;
  /** Where; the newest conversation where missing. */
  readonly conversationId?: string;
}

/**
 * A person has the lead now, and the agent is silent: what it had yet to say is stopped, and what stands in line to it
 * only teaches it.
 */
export async function giveToPerson(ctx: TxCtx, taking: TakingOver): Promise<void> {
  const { leadId, isAwaited, isNew = false, memberId = null, reason } = taking;
  const conversationId = taking.conversationId ?? (await newestConversation(ctx, leadId));
  await setOwner(ctx, leadId, 'person');
  await silence(ctx, leadId, { conversationId, memberId, state: isAwaited ? 'awaiting_person' : 'open' });
  recordEvent(ctx, { type: 'conversation.taken_over', leadId, conversationId, data: { memberId } });
  if (!isAwaited) await watchSilence(ctx, leadId);
  if (isNew) return;
  const summary = `Taken over by a person${reason === undefined ? '' : `: ${reason}`}`;
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
  await stopAgent(ctx, leadId, 'a person has taken over');
}

/**
 * Stops all that the agent was about to say to a lead, in the transaction of what silences it. Stimuli in line stay:
 * they teach it, and it says nothing.
 */
export async function stopAgent(ctx: TxCtx, leadId: string, reason: string): Promise<void> {
  await stopPending(ctx, { leadIds: [leadId], author: 'agent', reason });
  await cancelAgentTimers(ctx, leadId, { reason });
}

/** Nobody is waited for any more; whoever has the lead, person or agent, keeps it. */
export async function stopAwaitingPerson(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  await Promise.all([
    tx`
      update leads set needs_human = false, needs_human_reason = null, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId} and needs_human`,
    tx`
      update conversations set state = 'open', updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and state = 'awaiting_person'`,
    endNeed(ctx, leadId),
  ]);
}

export async function setOwner({ tx, at, workspace }: TxCtx, leadId: string, owner: 'agent' | 'person'): Promise<void> {
  await tx`
    update leads set owner = ${owner}, updated_at = ${at}, last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
}

interface Silencing {
  readonly conversationId: string | null;
  readonly memberId: string | null;
  readonly state: 'awaiting_person' | 'open';
}

/** All conversations belong to a person now; only the one that it is about says whether somebody is waited for. */
async function silence({ tx, at, workspace }: TxCtx, leadId: string, silencing: Silencing): Promise<void> {
  const { conversationId, memberId, state } = silencing;
  await Promise.all([
    tx`
      update conversations set owner = 'person', owner_member_id = coalesce(${memberId}, owner_member_id),
        updated_at = ${at}, state = case when id = ${conversationId} and state <> 'closed' then ${state} else state end
      where workspace_id = ${workspace.id} and lead_id = ${leadId}`,
    tx`
      update runs set human_takeover = true, updated_at = ${at}
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and (is_active or id in (
        select run_id from conversations where workspace_id = ${workspace.id} and lead_id = ${leadId}))`,
  ]);
}

export async function newestConversation({ tx, workspace }: TxCtx, leadId: string): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    select id from conversations where workspace_id = ${workspace.id} and lead_id = ${leadId} order by id desc limit 1`;
  return row?.id ?? null;
}
