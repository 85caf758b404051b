import type { Ctx, Database } from '../../db/database.ts';
import { gather, takeRows } from '../../db/gather.ts';
import { type ChatMessage, toChatMessage } from './chat-message.ts';

interface WantedChat {
  readonly ctx: Ctx;
  readonly conversationId: string;
  /** Messages with a higher seq than this. */
  readonly after: number;
}

type ReadChat = (wanted: WantedChat) => Promise<ChatMessage[] | undefined>;
const gatherers = new WeakMap<Database, ReadChat>();
const AT_MOST = 100;

/** What was said in a chat since, at most 100 messages; undefined where the conversation or its lead is gone. */
export function readChat(wanted: WantedChat): Promise<ChatMessage[] | undefined> {
  return gathererOf(wanted.ctx.db)(wanted);
}

/** Visitors who look at once go together, each bound to its own workspace inside the statement (0009_turns.sql). */
function gathererOf(db: Database): ReadChat {
  const known = gatherers.get(db);
  if (known) return known;
  const readOne: ReadChat = gather(
    async (wanted) => {
      const rows = await db.sql<ChatRow[]>`
        select place, id, seq, author, body as text, created_at
        from read_chats(${wanted.map(({ ctx }) => ctx.workspace.id)}::uuid[],
          ${wanted.map(({ conversationId }) => conversationId)}::uuid[],
          ${wanted.map(({ after }) => String(after))}::text[]::int[], ${AT_MOST})`;
      const chats: (ChatMessage[] | undefined)[] = wanted.map(() => undefined);
      for (const { place, ...row } of takeRows(rows)) {
        const messages = chats[place - 1] ?? [];
        chats[place - 1] = messages;
        if (isMessage(row)) messages.push(toChatMessage({ ...row, createdAt: row.createdAt.toISOString() }));
      }
      return chats;
    },
    { atOnce: 2, most: 64 },
  );
  gatherers.set(db, readOne);
  return readOne;
}

interface MessageRow extends Omit<ChatMessage, 'createdAt'> {
  readonly createdAt: Date;
}
/** A chat in which nothing was said since has one row, without a message. */
type ChatRow = { readonly place: number } & (MessageRow | { readonly [key in keyof MessageRow]: null });

function isMessage(row: Omit<ChatRow, 'place'>): row is MessageRow {
  return row.id !== null;
}
