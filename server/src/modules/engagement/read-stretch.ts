import type { TxCtx } from '../../db/database.ts';
import type { Stretch } from '../../engagement/dialogue/person-stretch.ts';

interface Wanted {
  readonly conversationId: string;
  /** What the lead wrote after this seq is another stimulus'; everything counts where missing. */
  readonly upTo?: number;
}

/** More would be read to no end: a person who has not answered so many has not read them either. */
const AT_MOST = 20;

/** What was said last in a conversation, and the newest of the lead's messages that nobody has answered. */
export async function readStretch(
  { tx, workspace }: TxCtx,
  { conversationId, upTo = 2_147_483_647 }: Wanted,
): Promise<{ stretch: Stretch; messageId: string | null; saidAt: Date | null }> {
  const rows = await tx<{ id: string; author: 'lead' | 'agent' | 'person'; text: string; createdAt: Date }[]>`
    select id, author, body as text, created_at from messages
    where workspace_id = ${workspace.id} and conversation_id = ${conversationId} and seq > 0 and kind = 'message'
      and status not in ('cancelled', 'failed') and (author <> 'lead' or seq <= ${upTo})
    order by seq desc limit ${AT_MOST}`;
  const answered = rows.findIndex(({ author }) => author !== 'lead');
  const open = rows.slice(0, answered === -1 ? rows.length : answered);
  const last = rows[answered];
  const unanswered = open.toReversed().map(({ text }) => text);
  const stretch: Stretch = {
    unanswered: unanswered.length > 0 ? unanswered.join('\n') : null,
    lastWords: last && last.author !== 'lead' ? { author: last.author, text: last.text } : null,
    ownLastWords: rows.find(({ author }) => author === 'agent')?.text ?? null,
  };
  return { stretch, messageId: open[0]?.id ?? null, saidAt: open[0]?.createdAt ?? null };
}
