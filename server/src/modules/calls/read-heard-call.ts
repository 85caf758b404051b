import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import type { HeardCall } from '../../engagement/situation.ts';

/** What of a call the agent is to hear. */
export type HeardPart = 'transcript' | 'summary';

interface CallRow extends Pick<HeardCall, 'turns' | 'summary'> {
  readonly startedAt: Date | null;
  readonly learnedSince: readonly string[];
  readonly isBeforeOptIn: boolean;
}

/** What a stimulus `call_ended` is about, as the agent hears it; nothing of a call that is no more. */
export async function readHeardCall(
  { tx, at, workspace }: TxCtx,
  { callId, part }: Readonly<Record<string, unknown>>,
): Promise<HeardCall> {
  await writeCollected(tx);
  // A value is as old as the message or the call that it comes from, which may have been handed in late itself.
  const [call] = await tx<CallRow[]>`
    with heard as (
      select lead_id, transcript, summary, started_at, coalesce(ended_at, started_at, created_at) as over_at
      from calls where workspace_id = ${workspace.id} and id = ${String(callId)}
    )
    select coalesce(h.transcript, '[]') as turns, h.summary, h.started_at,
      coalesce((
        select array_agg(v.key) from variables v
        left join messages m on m.workspace_id = v.workspace_id and m.id = v.message_id
        left join lateral (
          select coalesce(c.ended_at, c.started_at) as said_at from (
            select a.call_id from action_logs a
            where a.workspace_id = v.workspace_id and a.lead_id = v.lead_id and a.type = 'variable_change'
              and a.output ->> 'key' = v.key
            order by a.id desc limit 1) last
          join calls c on c.workspace_id = v.workspace_id and c.id = last.call_id) in_call on true
        where v.workspace_id = ${workspace.id} and v.lead_id = h.lead_id and v.updated_at > h.over_at
          and coalesce(m.created_at, in_call.said_at, v.updated_at) > h.over_at), '{}') as learned_since,
      exists (
        select from events e
        where e.workspace_id = ${workspace.id} and e.lead_id = h.lead_id and e.type = 'lead.opted_in'
          and e.created_at > h.over_at) as is_before_opt_in
    from heard h`;
  if (!call) return { at, turns: [], summary: null };
  const { startedAt, turns, ...rest } = call;
  return { ...rest, at: startedAt ?? at, turns: part === 'transcript' ? turns : [] };
}
