import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { sealedAnswer } from '../../db/sealed-answer.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { endpointSchema, findEndpoint, placeOf, toEndpoint } from './endpoint.ts';
import { chooseSecret, endpointFields, requireAddress, requireTypes, secretInput } from './endpoint-input.ts';
import { nativeWebhooks } from './native-webhooks.ts';
import type { WebhookDialect } from './webhook-dialect.ts';

const MAX_ENDPOINTS = 200;

const newEndpointSchema = z.strictObject({
  url: endpointFields.url,
  events: endpointFields.events.default(['*']),
  description: endpointFields.description.optional(),
  conditions: endpointFields.conditions.optional(),
  isOrdered: endpointFields.isOrdered.optional(),
  includesLead: endpointFields.includesLead.optional(),
  mostRetries: endpointFields.mostRetries.optional(),
  headers: endpointFields.headers.optional(),
  secret: secretInput,
});
export type NewWebhookEndpoint = z.input<typeof newEndpointSchema>;

const createdEndpointSchema = endpointSchema
  .extend({
    secret: z
      .string()
      .nullable()
      .describe('Shown now and never again, but to the same request with the same `Idempotency-Key` within 24 hours.'),
  })
  .meta({ id: 'CreatedWebhookEndpoint' });
export type CreatedWebhookEndpoint = z.infer<typeof createdEndpointSchema>;

/**
 * Makes an endpoint that gets every event from now on, and returns it with its secret. With a test key it gets those of
 * test leads. Raises `invalid_input` for an address that nothing is sent to or an unknown event, `conflict` where there
 * are too many.
 */
export async function createWebhookEndpoint(
  ctx: Ctx,
  input: NewWebhookEndpoint,
  dialect: WebhookDialect = nativeWebhooks,
): Promise<CreatedWebhookEndpoint> {
  requireScope(ctx, 'events:write');
  requireScope(ctx, 'events:read');
  requireAddress(ctx, input.url);
  const events = input.events ?? ['*'];
  requireTypes(dialect, events);
  const secret = chooseSecret(dialect, input.secret);
  return transaction(ctx, async (tctx) => {
    await requireRoom(tctx);
    const id = await insertEndpoint(tctx, { ...input, events }, { dialect, secret });
    recordAudit(tctx, { verb: 'createWebhookEndpoint', objectType: 'webhook_endpoint', objectId: id });
    return { ...toEndpoint(tctx, await findEndpoint(tctx, id)), secret };
  });
}

async function requireRoom({ tx, workspace }: TxCtx): Promise<void> {
  const [row] = await tx<{ endpoints: number }[]>`
    select count(*)::int as endpoints from webhook_endpoints where workspace_id = ${workspace.id}`;
  if (row && row.endpoints < MAX_ENDPOINTS) return;
  throw conflict('too_many', `A workspace has at most ${MAX_ENDPOINTS} webhook endpoints: delete one first.`);
}

async function insertEndpoint(
  ctx: TxCtx,
  input: NewWebhookEndpoint & { events: string[] },
  { dialect, secret }: { dialect: WebhookDialect; secret: string | null },
): Promise<string> {
  const { tx, workspace, secrets, isTest } = ctx;
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  const seal = (text: string) => secrets.seal(text, placeOf(workspace.id, id));
  const row = {
    workspaceId: workspace.id,
    id,
    url: input.url,
    description: input.description ?? null,
    dialect: dialect.name,
    eventTypes: input.events,
    conditions: tx.json(input.conditions ?? []),
    isOrdered: input.isOrdered ?? false,
    includesLead: input.includesLead ?? false,
    mostRetries: input.mostRetries ?? null,
    headers: input.headers === undefined ? null : seal(JSON.stringify(input.headers)),
    secret: secret === null ? null : seal(secret),
    isTest,
    createdAt,
    updatedAt: createdAt,
  };
  await tx`insert into webhook_endpoints ${tx({ ...row, fannedSeq: 0 })}`;
  await skipToNow(ctx, id);
  return id;
}

/** What happened up to now is not sent by itself; it may be replayed. */
export async function skipToNow({ tx, workspace }: TxCtx, endpointId: string): Promise<void> {
  await tx`
    update webhook_endpoints set fanned_seq = (select last_event_seq from workspaces where id = ${workspace.id})
    where workspace_id = ${workspace.id} and id = ${endpointId}`;
}

export const createWebhookEndpointOperation = defineOperation({
  operationId: 'createWebhookEndpoint',
  method: 'POST',
  path: '/v1/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'Create a webhook endpoint',
  description:
    'The answer holds the secret, once. Events from now on are sent there by the Standard Webhooks specification; one made with a test key gets those of test leads.',
  auth: 'key',
  scope: 'events:write',
  body: newEndpointSchema,
  success: { status: 201, description: 'The endpoint with its secret.', schema: createdEndpointSchema },
  errors: ['conflict'],
  location: ({ id }) => `/v1/webhook-endpoints/${id}`,
  idempotent: true,
  memory: sealedAnswer('createWebhookEndpoint', createdEndpointSchema),
  handle: (ctx: Ctx, { body }) => createWebhookEndpoint(ctx, body),
});
