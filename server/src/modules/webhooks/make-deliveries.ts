import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { Event } from '../events/index.ts';
import { type Condition, holds } from './conditions.ts';
import { wants } from './endpoint-input.ts';
import type { WebhookDialect, WebhookDialectName } from './webhook-dialect.ts';

export type WebhookDialects = ReadonlyMap<WebhookDialectName, WebhookDialect>;

export interface DeliveryTarget {
  readonly id: string;
  readonly dialect: WebhookDialectName;
  readonly eventTypes: string[];
  readonly conditions: Condition[];
  readonly isTest: boolean;
}

export interface NewDelivery {
  readonly workspaceId: string;
  readonly id: string;
  readonly endpointId: string;
  readonly eventType: string;
  readonly eventId: string;
  readonly seq: number;
  readonly leadId: string | null;
  readonly createdAt: Date;
}

/** What an endpoint is sent of an event: nothing, or the event by each of the dialect's names that it wants. */
export async function deliveriesOf(
  ctx: TxCtx,
  dialects: WebhookDialects,
  { id: endpointId, dialect: name, eventTypes, conditions, isTest }: DeliveryTarget,
  event: Event,
): Promise<NewDelivery[]> {
  const dialect = dialects.get(name);
  if (!dialect || event.isTest !== isTest) return [];
  const types = dialect.typesOf(event).filter((type) => wants(eventTypes, type));
  if (types.length === 0) return [];
  if (conditions.length > 0) {
    const facts = dialect.factsOf ? await dialect.factsOf(ctx, event) : event;
    if (!holds(conditions, facts, dialect.absentPasses)) return [];
  }
  const about = { workspaceId: ctx.workspace.id, endpointId, eventId: event.id, seq: event.seq, leadId: event.leadId };
  return types.map((eventType) => {
    const id = ctx.newId(ctx.at);
    return { ...about, id, eventType, createdAt: timeOfId(id) };
  });
}

/** Those that are there already stay as they are. */
export async function insertDeliveries({ tx, at }: TxCtx, made: readonly NewDelivery[]): Promise<void> {
  if (made.length === 0) return;
  await tx`
    insert into webhook_deliveries
      (workspace_id, id, endpoint_id, event_type, event_id, seq, lead_id, available_at, created_at)
    select r."workspaceId", r.id, r."endpointId", r."eventType", r."eventId", r.seq, r."leadId", ${at}, r."createdAt"
    from jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb) as r (
      "workspaceId" uuid, id uuid, "endpointId" uuid, "eventType" text, "eventId" uuid, seq bigint, "leadId" uuid,
      "createdAt" timestamptz)
    on conflict (workspace_id, endpoint_id, seq, event_type) do nothing`;
}
