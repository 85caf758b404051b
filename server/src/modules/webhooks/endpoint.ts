import type postgres from 'postgres';
import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import type { SealedRows } from '../../jobs/reseal.ts';
import { notFound } from '../../kernel/errors.ts';
import { dialects } from '../../kernel/key-format.ts';
import { type Condition, conditionSchema } from './conditions.ts';
import type { WebhookDialectName } from './webhook-dialect.ts';

const time = z.iso.datetime();

export const webhookDialects = dialects.filter((name) => name !== 'coachbot');

export const endpointSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string().nullable(),
    dialect: z.enum(webhookDialects),
    events: z.array(z.string()),
    conditions: z.array(conditionSchema),
    isOrdered: z.boolean(),
    includesLead: z.boolean(),
    mostRetries: z
      .int()
      .nullable()
      .describe('How often a delivery is tried again at most; null for the whole schedule.'),
    headerNames: z.array(z.string()).describe('Of the headers that are sent along; their values are not shown.'),
    isTest: z.boolean().describe('It gets the events of test leads, and no others.'),
    isEnabled: z.boolean(),
    disabledReason: z.string().nullable(),
    disabledAt: time.nullable(),
    failingSince: time.nullable().describe('When deliveries began to fail, where none succeeded since.'),
    oldSecretUntil: time.nullable().describe('Until when the secret before the last rotation signs as well.'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof endpointSchema>;

export interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly dialect: WebhookDialectName;
  readonly eventTypes: string[];
  readonly conditions: Condition[];
  readonly isOrdered: boolean;
  readonly includesLead: boolean;
  readonly mostRetries: number | null;
  readonly headers: string | null;
  readonly secret: string | null;
  readonly oldSecret: string | null;
  readonly isTest: boolean;
  readonly isEnabled: boolean;
  readonly disabledReason: string | null;
  readonly disabledAt: Date | null;
  readonly failingSince: Date | null;
  readonly oldSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const endpointParams = z.strictObject({ endpointId: z.uuid().describe("The endpoint's id.") });

export function selectEndpoints(
  { tx, workspace, isTest }: TxCtx,
  condition: postgres.PendingQuery<postgres.Row[]>,
): Promise<EndpointRow[]> {
  return tx<EndpointRow[]>`
    select id, url, description, dialect, event_types, conditions, is_ordered, includes_lead, most_retries, headers, secret,
      old_secret, is_test, is_enabled, disabled_reason, disabled_at, failing_since, old_secret_until, created_at, updated_at
    from webhook_endpoints where workspace_id = ${workspace.id} and is_test = ${isTest} ${condition}`;
}

/** Raises `not_found`. */
export async function findEndpoint(ctx: TxCtx, endpointId: string): Promise<EndpointRow> {
  const [row] = await selectEndpoints(ctx, ctx.tx`and id = ${endpointId}`);
  if (!row) throw notFound('webhook endpoint');
  return row;
}

/** The same, for who is to change it: writers go one after the other. */
export async function lockEndpoint(ctx: TxCtx, endpointId: string): Promise<EndpointRow> {
  const [row] = await selectEndpoints(ctx, ctx.tx`and id = ${endpointId} for no key update`);
  if (!row) throw notFound('webhook endpoint');
  return row;
}

export function toEndpoint(ctx: TxCtx, row: EndpointRow): WebhookEndpoint {
  const { eventTypes, headers, secret, oldSecret, ...rest } = row;
  return {
    ...rest,
    events: eventTypes,
    headerNames: Object.keys(openHeaders(ctx, row)),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Where an endpoint's secrets are sealed for. */
export const placeOf = (workspaceId: string, endpointId: string) => `webhook_endpoints/${workspaceId}/${endpointId}`;

export const sealedEndpoints: SealedRows = {
  table: 'webhook_endpoints',
  key: 'id',
  columns: ['secret', 'oldSecret', 'headers'],
  placeOf,
};

function openHeaders({ secrets, workspace }: TxCtx, { id, headers }: EndpointRow): Record<string, string> {
  return headers === null ? {} : JSON.parse(secrets.open(headers, placeOf(workspace.id, id)));
}
