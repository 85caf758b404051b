import type postgres from 'postgres';
import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';

const time = z.iso.datetime();

const attemptSchema = z.object({
  at: time,
  durationMs: z.int(),
  outcome: z.enum(['answered', 'refused', 'timed_out', 'failed']),
  status: z.int().nullable().describe('Of the answer.'),
  reason: z.string().nullable().describe('Why there was no answer.'),
  answer: z.string().nullable().describe('The beginning of what was answered.'),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const deliverySchema = z
  .object({
    id: z.uuid().describe('The `webhook-id`.'),
    endpointId: z.uuid(),
    eventType: z.string(),
    eventId: z.uuid().nullable().describe('Null for a test.'),
    seq: z.int().nullable(),
    leadId: z.uuid().nullable(),
    state: z.enum(['pending', 'delivered', 'failed', 'cancelled']),
    attempts: z.int(),
    nextAttemptAt: time.nullable(),
    deliveredAt: time.nullable(),
    lastStatus: z.int().nullable(),
    createdAt: time,
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof deliverySchema>;

export const deliveryDetailSchema = deliverySchema
  .extend({
    log: z.array(attemptSchema).describe('Up to twenty attempts, the last one last.'),
    request: z.string().nullable().describe('The body that was sent last.'),
  })
  .meta({ id: 'WebhookDeliveryDetail' });
export type WebhookDeliveryDetail = z.infer<typeof deliveryDetailSchema>;

interface DeliveryRow extends Omit<WebhookDelivery, 'nextAttemptAt' | 'deliveredAt' | 'createdAt' | 'lastStatus'> {
  readonly availableAt: Date;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
  readonly log: Attempt[];
  readonly lastRequest: string | null;
}

export const deliveryParams = z.strictObject({
  endpointId: z.uuid().describe("The endpoint's id."),
  deliveryId: z.uuid().describe("The delivery's id."),
});

export async function selectDeliveries(
  { tx, workspace }: TxCtx,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<WebhookDeliveryDetail[]> {
  const rows = await tx<DeliveryRow[]>`
    select id, endpoint_id, event_type, event_id, seq, lead_id, state, attempts, available_at, delivered_at, log,
      last_request, created_at
    from webhook_deliveries where workspace_id = ${workspace.id} ${condition}`;
  return rows.map(toDelivery);
}

/** Raises `not_found`. */
export async function findDelivery(
  ctx: TxCtx,
  { endpointId, deliveryId }: z.infer<typeof deliveryParams>,
): Promise<WebhookDeliveryDetail> {
  const [found] = await selectDeliveries(ctx, ctx.tx`and endpoint_id = ${endpointId} and id = ${deliveryId}`);
  if (!found) throw notFound('webhook delivery');
  return found;
}

function toDelivery({ availableAt, lastRequest, ...row }: DeliveryRow): WebhookDeliveryDetail {
  return {
    ...row,
    nextAttemptAt: row.state === 'pending' ? availableAt.toISOString() : null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastStatus: row.log.at(-1)?.status ?? null,
    request: lastRequest,
  };
}
