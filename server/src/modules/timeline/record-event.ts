import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import type { EventData, EventType } from '../../kernel/event-types.ts';
import { timeOfId } from '../../kernel/ids.ts';

export type NewEvent<Type extends EventType = EventType> = {
  readonly type: Type;
  readonly leadId?: string | null;
  readonly conversationId?: string | null;
} & DataOf<Type>;

/** What a reader needs besides the ids, as the catalogue has it. An erasure empties it. */
type DataOf<Type extends EventType> =
  Record<never, never> extends EventData<Type>
    ? { readonly data?: EventData<Type> }
    : { readonly data: EventData<Type> };

interface EventRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly type: EventType;
  readonly leadId: string | null;
  readonly conversationId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isTest: boolean;
  readonly createdAt: Date;
}
const events: RowKind<EventRow> = {
  table: 'events',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    type: 'text',
    leadId: 'uuid',
    conversationId: 'uuid',
    isTest: 'boolean',
    data: 'jsonb',
    createdAt: 'timestamptz',
  },
};

/** Writes an event into the transaction of what caused it; the sequencer numbers it after the commit. Returns its id. */
export function recordEvent<Type extends EventType>(ctx: TxCtx, event: NewEvent<Type>): string {
  const id = ctx.newId(ctx.at);
  collect(ctx.tx, events, {
    workspaceId: ctx.workspace.id,
    id,
    type: event.type,
    leadId: event.leadId ?? null,
    conversationId: event.conversationId ?? null,
    isTest: ctx.isTest,
    data: { ...event.data, actor: ctx.actor.kind },
    createdAt: timeOfId(id),
  });
  for (const subject of [event.conversationId, event.leadId]) {
    if (subject) ctx.afterCommit(() => ctx.db.signals.send(subject));
  }
  ctx.afterCommit(() => ctx.db.signals.send('events'));
  return id;
}
