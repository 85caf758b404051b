import type { TxCtx } from '../../db/database.ts';
import type { Said } from '../../engagement/model/prompt.ts';

/** More of a conversation tells a model nothing about its next turn. */
const MOST_MESSAGES = 20;

interface Wanted {
  readonly conversationId: string;
  /** The message before which it ends; to its end where null. */
  readonly beforeId: string | null;
}

/** What was said last in a conversation, in its order. */
export async function readTranscript({ tx, workspace }: TxCtx, { conversationId, beforeId }: Wanted): Promise<Said[]> {
  const said = await tx<Said[]>`
    select author, body as text from messages
    where workspace_id = ${workspace.id} and conversation_id = ${conversationId} and kind = 'message' and seq > 0
      and status not in ('cancelled', 'failed')
      and seq < coalesce((select seq from messages where workspace_id = ${workspace.id} and id = ${beforeId}), 2147483647)
    order by seq desc limit ${MOST_MESSAGES}`;
  return [...said].reverse();
}
