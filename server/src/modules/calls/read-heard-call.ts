import type { TxCtx } from '../../db/database.ts';
import type { HeardCall } from '../../engagement/situation.ts';

/** What of a call the agent is to hear. */
export type HeardPart = 'transcript' | 'summary';

/** What a stimulus `call_ended` is about, as the agent hears it; nothing of a call that is no more. */
export async function readHeardCall(
  { tx, at, workspace }: TxCtx,
  { callId, part }: Readonly<Record<string, unknown>>,
): Promise<HeardCall> {
  const [call] = await tx<(Pick<HeardCall, 'turns' | 'summary'> & { startedAt: Date | null })[]>`
    select coalesce(transcript, '[]') as turns, summary, started_at from calls
    where workspace_id = ${workspace.id} and id = ${String(callId)}`;
  const { startedAt, turns, summary } = call ?? { startedAt: null, turns: [], summary: null };
  return { at: startedAt ?? at, turns: part === 'transcript' ? turns : [], summary };
}
