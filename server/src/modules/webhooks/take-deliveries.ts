import type { JobTools } from '../../jobs/claim-stimulus.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { type Event, toEvent } from '../events/index.ts';
import type { WebhookDialectName } from './webhook-dialect.ts';

export interface TakenDelivery {
  readonly workspaceId: string;
  readonly workspace: Workspace;
  readonly id: string;
  readonly eventType: string;
  readonly attempts: number;
  readonly endpointId: string;
  readonly url: string;
  readonly dialect: WebhookDialectName;
  readonly isTest: boolean;
  readonly includesLead: boolean;
  readonly headers: string | null;
  readonly secret: string | null;
  readonly oldSecret: string | null;
  readonly oldSecretUntil: Date | null;
  readonly failingSince: Date | null;
  readonly mostRetries: number | null;
  readonly eventId: string | null;
  /** Null for a test, and for one that is not kept any more. */
  readonly event: Event | null;
}

interface TakenRow extends Omit<TakenDelivery, 'workspace' | 'event'>, Omit<Workspace, 'id'> {
  readonly seq: number | null;
  readonly type: string;
  readonly leadId: string | null;
  readonly conversationId: string | null;
  readonly data: Event['data'];
  readonly happenedAt: Date;
}

interface Room {
  /** How many at most. */
  readonly room: number;
  readonly mostEach: number;
  /** How many of an endpoint are under way here. */
  readonly busy: ReadonlyMap<string, number>;
  readonly leaseMs: number;
}

/** The longest time that a request of any dialect has. */
const LONGEST_REQUEST_MS = 15_000;

/** Takes deliveries that are due: nobody else does before the lease is over. */
export async function takeDeliveries({ db, clock }: JobTools, room: Room): Promise<TakenDelivery[]> {
  const now = clock.now();
  const until = new Date(now.getTime() + LONGEST_REQUEST_MS + room.leaseMs);
  const rows = await db.sql<TakenRow[]>`
    select workspace_id, slug, name, time_zone, country, locale, id, event_type, attempts, endpoint_id, url, dialect,
      is_test, includes_lead, headers, secret, old_secret, old_secret_until, failing_since,
      most_retries, event_id, seq, type, lead_id, conversation_id, data, happened_at
    from take_webhook_deliveries(${now}, ${until}, ${room.room}, ${room.mostEach},
      ${[...room.busy.keys()]}::uuid[], ${[...room.busy.values()]}::int[])`;
  return rows.map(toTaken);
}

function toTaken(row: TakenRow): TakenDelivery {
  const { slug, name, timeZone, country, locale, seq, type, leadId, conversationId, data, happenedAt, ...rest } = row;
  const workspace = { id: row.workspaceId, slug, name, timeZone, country, locale };
  if (row.eventId === null || seq === null) return { ...rest, workspace, event: null };
  const about = { id: row.eventId, seq, type, leadId, conversationId, isTest: row.isTest, data };
  return { ...rest, workspace, event: toEvent({ ...about, createdAt: happenedAt }) };
}
