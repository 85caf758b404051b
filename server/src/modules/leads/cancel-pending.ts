import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import type { RemovedTimer } from '../../jobs/timers.ts';
import { agentTimers, stopPending, tellOfRemoved } from '../conversations/index.ts';

interface Cancelling {
  readonly leadId: string;
  readonly runIds: readonly string[];
  readonly reason: string;
}

/**
 * Stops what the agent was still to say and to do for these runs: its messages that are not under way, each told of on
 * the timeline, and its timers that name one of the runs, or a conversation of theirs. Returns how many there were.
 */
export async function cancelPending(ctx: TxCtx, { leadId, runIds, reason }: Cancelling): Promise<number> {
  const { tx, workspace } = ctx;
  const messages = await stopPending(ctx, { leadIds: [leadId], runIds, author: 'agent', reason });
  await writeCollected(tx);
  const isTheirs = tx`
    t.workspace_id = ${workspace.id} and t.lead_id = ${leadId} and t.kind = any (${[...agentTimers]}::text[])
    and case
      when t.payload ? 'runId' then t.payload ->> 'runId' = any (${[...runIds]}::text[])
      when t.payload ? 'conversationId' then exists (
        select from conversations c
        where c.workspace_id = t.workspace_id and c.id::text = t.payload ->> 'conversationId'
          and c.run_id = any (${[...runIds]}::uuid[]))
      else false end`;
  // Those in line among them, in the order of jobs/timers.ts.
  const removed = await Promise.all([
    tx<RemovedTimer[]>`delete from timers t where ${isTheirs} returning kind, payload`,
    tx<RemovedTimer[]>`delete from stimuli t where ${isTheirs} and t.dead_at is null returning kind, payload`,
  ]);
  const timers = removed.flat();
  tellOfRemoved(ctx, leadId, { removed: timers, reason });
  return messages + timers.length;
}
