import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { startReceiver } from '../../../test/webhook-receiver.ts';
import { openPool, type Sql } from '../../db/database.ts';
import { startWebhookDelivery } from './deliver.ts';
import { createEndpointRoom, MOST_EACH } from './endpoint-room.ts';
import { nativeWebhooks } from './native-webhooks.ts';
import { takeDeliveries } from './take-deliveries.ts';

const WORKSPACES = 5;
const ENDPOINTS_EACH = 200;
const BACKLOG = 60;
/** What one look takes. */
const ROOM = 400;
const LOOKS = 40;

let server: TestServer;
let admin: Sql;
beforeAll(async () => {
  server = await startTestServer({ worker: false, config: { outboundAllow: ['127.0.0.1'] } });
  admin = openPool(server.database.admin, 1);
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

/** Endpoints of a workspace, each with tests that are due. */
async function fill(workspaceId: string, url: string, endpoints: number, backlog: number): Promise<void> {
  await admin`
    insert into webhook_endpoints (workspace_id, id, url, event_types, fanned_seq, created_at, updated_at)
    select ${workspaceId}, gen_random_uuid(), ${url}, '{*}', 0, now(), now() from generate_series(1, ${endpoints})`;
  await admin`
    insert into webhook_deliveries (workspace_id, id, endpoint_id, event_type, available_at, created_at)
    select workspace_id, gen_random_uuid(), id, 'lead.created', now(), now()
    from webhook_endpoints, generate_series(1, ${backlog}) where workspace_id = ${workspaceId}`;
}

it('none of a thousand steady endpoints waits while others have backlogs without end', async () => {
  for (let made = 0; made < WORKSPACES; made += 1) {
    const { ctx } = await addTenant(server);
    await fill(ctx.workspace.id, 'https://steady.example', ENDPOINTS_EACH, BACKLOG);
  }
  const endpoints = await admin<{ workspaceId: string; endpointId: string }[]>`
    select workspace_id, id as endpoint_id from webhook_endpoints`;
  const room = createEndpointRoom();
  for (const endpoint of endpoints) {
    for (let times = 0; times < 20; times += 1) {
      room.begin(endpoint);
      room.end(endpoint, true);
    }
  }
  const served = new Set<string>();
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const limits = { room: ROOM, mostEach: MOST_EACH, busy: room.counts(), leaseMs: 15_000 };
    const taken = await takeDeliveries(server.context, limits);
    expect(taken).toHaveLength(ROOM);
    for (const { endpointId } of taken) served.add(endpointId);
    await admin`update webhook_deliveries set state = 'delivered' where id = any (${taken.map(({ id }) => id)}::uuid[])`;
  }
  expect(served.size).toBe(WORKSPACES * ENDPOINTS_EACH);
  await admin`delete from webhook_endpoints`;
});

it('a delivery that cannot be judged gives its room back', async () => {
  const receiver = await startReceiver();
  receiver.respond = () => ({ status: 500 });
  const { ctx } = await addTenant(server);
  await fill(ctx.workspace.id, receiver.url, 1, MOST_EACH + 4);
  const broken = {
    ...nativeWebhooks,
    isFinal: () => {
      throw new Error('broken');
    },
  };
  const loop = startWebhookDelivery(server.context, new Map([['native', broken]]));
  await expect.poll(() => receiver.received.length).toBe(MOST_EACH + 4);
  await loop.stop();
  await receiver.close();
});
