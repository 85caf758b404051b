import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { EventType } from '../../kernel/event-types.ts';
import { timeOfId } from '../../kernel/ids.ts';

export interface NewEvent {
  readonly type: EventType;
  readonly leadId?: string | null;
  readonly conversationId?: string | null;
  /** What a reader needs besides the ids. An erasure empties it. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes an event into the transaction of what caused it; the sequencer numbers it after the commit. */
export async function recordEvent(ctx: TxCtx, event: NewEvent): Promise<string> {
  const id = ctx.newId(ctx.at);
  const data = asJson({ ...event.data, actor: ctx.actor.kind });
  await ctx.tx`
    insert into events (workspace_id, id, type, lead_id, conversation_id, is_test, data, created_at)
    values (${ctx.workspace.id}, ${id}, ${event.type}, ${event.leadId ?? null}, ${event.conversationId ?? null},
      ${ctx.isTest}, ${ctx.tx.json(data)}, ${timeOfId(id)})`;
  for (const subject of [event.conversationId, event.leadId]) {
    if (subject) ctx.afterCommit(() => ctx.db.signals.send(subject));
  }
  ctx.afterCommit(() => ctx.db.signals.send('events'));
  return id;
}
