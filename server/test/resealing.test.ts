import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool, type Sql } from '../src/db/database.ts';
import { startResealing } from '../src/jobs/reseal.ts';
import { createSecrets, type Secrets } from '../src/kernel/secrets.ts';
import { sealedAutomations } from '../src/modules/automations/index.ts';
import { sealedModels } from '../src/modules/llms/index.ts';
import { sealedEndpoints } from '../src/modules/webhooks/index.ts';
import { addTenant, type TestTenant } from './api.ts';
import { automate } from './automations.ts';
import { startTestServer, type TestServer } from './server.ts';

/** More than are looked at in one go. */
const LOST = 600;

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

const sealedColumns = [
  [sealedEndpoints, 'secret'],
  [sealedEndpoints, 'oldSecret'],
  [sealedEndpoints, 'headers'],
  [sealedModels, 'apiKey'],
  [sealedAutomations, 'sealedHeaders'],
] as const;

/** A workspace with something in every sealed column; its id. */
async function fill(tenant: TestTenant): Promise<string> {
  const { ask, ctx } = tenant;
  const body = { url: 'http://127.0.0.1:9/hook', headers: { authorization: 'Bearer of-endpoint' } };
  const { id } = (await ask('POST', '/v1/webhook-endpoints', { body })).json();
  await ask('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, { body: {} });
  await ask('PUT', '/v1/llm', { body: { baseUrl: 'http://127.0.0.1:9', model: 'm', apiKey: 'of-model' } });
  const secretHeaders = { Authorization: 'Bearer of-automation' };
  await automate(tenant, { action: { http: { url: 'http://127.0.0.1:9/told', secretHeaders } } });
  return ctx.workspace.id;
}

/** What a workspace has sealed, opened. */
async function openAll(secrets: Secrets, workspaceId: string): Promise<{ text: string; isCurrent: boolean }[]> {
  const read = sealedColumns.map(async ([rows, column]) => {
    const [row] = await admin<{ id: string; sealed: string }[]>`
      select ${admin(rows.key)} as id, ${admin(column)} as sealed from ${admin(rows.table)}
      where workspace_id = ${workspaceId}`;
    if (!row) throw new Error(`nothing in ${rows.table}`);
    const text = secrets.open(row.sealed, rows.placeOf(workspaceId, row.id));
    return { text, isCurrent: secrets.isCurrent(row.sealed) };
  });
  return Promise.all(read);
}

it('is done with whatever is sealed, and what cannot be opened stands in nobody’s way', async () => {
  const lost = await fill(await addTenant(server));
  const elsewhere = createSecrets([Buffer.alloc(32, 9)]).seal('lost', 'elsewhere');
  await admin`update llms set api_key = ${elsewhere}`;
  await admin`update automations set sealed_headers = ${elsewhere}`;
  await admin`update webhook_endpoints set headers = ${elsewhere}`;
  await admin`
    insert into webhook_endpoints (workspace_id, id, url, event_types, secret, fanned_seq, created_at, updated_at)
    select ${lost}, gen_random_uuid(), 'https://lost.example', '{}', ${elsewhere}, 0, now(), now()
    from generate_series(1, ${LOST})`;
  const kept = await fill(await addTenant(server));
  const before = await openAll(server.context.secrets, kept);

  const secrets = createSecrets([Buffer.alloc(32, 2), Buffer.alloc(32, 1)]);
  const loop = startResealing({ ...server.context, secrets }, [sealedEndpoints, sealedModels, sealedAutomations]);
  await expect
    .poll(async () => (await openAll(secrets, kept)).map(({ isCurrent }) => isCurrent), { timeout: 20_000 })
    .toEqual([true, true, true, true, true]);
  await loop.stop();
  const after = await openAll(createSecrets([Buffer.alloc(32, 2)]), kept);
  expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
  // Of an endpoint with one lost secret the others are saved, and the lost one is let be.
  const [half] = await admin<{ secret: string; headers: string }[]>`
    select secret, headers from webhook_endpoints where workspace_id = ${lost} and old_secret is not null`;
  expect([secrets.isCurrent(half?.secret ?? ''), half?.headers]).toEqual([true, elsewhere]);
});
