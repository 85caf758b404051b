import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { openPool, transaction } from '../../db/database.ts';
import { eraseLead } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const MARK = 'Quetzalcoatlus';
const PHONE = '+14155550142';

/** A lead that left its mark wherever a caller or a visitor can leave one. */
async function makeMarkedLead() {
  const body = {
    workspace: tenant.slug,
    contact: { name: `${MARK} Chat`, email: `${MARK}@example.com`, phone: PHONE },
    metadata: { note: { deep: [`${MARK} meta`] }, [`${MARK} key`]: 1 },
    text: `I am ${MARK} and I am allergic to ${MARK}`,
  };
  const chat = (await tenant.ask('POST', '/v1/chat/conversations', { body })).json();
  const messages = `/v1/chat/conversations/${chat.conversationId}/messages`;
  const { message } = (await tenant.ask('POST', messages, { key: chat.token, body: { text: `${MARK} again` } })).json();
  await tenant.ask('GET', `${messages}?after=${message.seq}&wait=5`, { key: chat.token });
  const leadId: string = (await tenant.ask('GET', `/v1/conversations/${chat.conversationId}`)).json().leadId;
  const change = {
    source: MARK,
    tags: [MARK],
    externalId: MARK,
    stage: 'lost',
    lostReason: MARK,
    needsHumanReason: MARK,
  };
  const [slot] = (await tenant.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
  const answers = [
    await tenant.ask('PUT', `/v1/leads/${leadId}/variables/remarks`, {
      body: { value: { of: [MARK] }, valueText: MARK },
    }),
    await tenant.ask('PUT', `/v1/leads/${leadId}/variables/old_email`, { body: { value: `old-${MARK}@example.com` } }),
    await tenant.ask('DELETE', `/v1/leads/${leadId}/variables/remarks`),
    await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: change }),
    await tenant.ask('POST', '/v1/appointments', {
      body: { leadId, startAt: slot.startAt, notes: MARK },
      headers: { 'idempotency-key': `book-${leadId}` },
    }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 204, 200, 201]);
  const appointment = answers.at(-1)?.json();
  await tenant.ask('POST', `/v1/appointments/${appointment.id}/cancel`, { body: { reason: `${MARK} is ill` } });
  await suppress(`${MARK.toLowerCase()}@example.com`);
  await suppress(`old-${MARK}@example.com`);
  return { leadId, chat, appointment };
}

async function suppress(address: string): Promise<void> {
  const id = tenant.ctx.newId(new Date());
  await transaction(
    tenant.ctx,
    ({ tx }) => tx`
      insert into suppressions (workspace_id, id, kind, address, address_hash, reason, created_at)
      values (${tenant.ctx.workspace.id}, ${id}, 'email', ${address}, ${Buffer.from(id)}, 'manual', now())`,
  );
}

/** `table: rows` of all tables that hold any of the texts in any column, in any case. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const admin = openPool(server.database.admin, 1);
  try {
    const tables = await admin<{ name: string }[]>`
      select format('%I', relname) as name from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`;
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await admin`
        select from ${admin.unsafe(name)} as t where row_to_json(t)::text ilike any (${texts.map((text) => `%${text}%`)})`;
      if (rows.length > 0) found.push(`${name}: ${rows.length}`);
    }
    return found;
  } finally {
    await admin.end();
  }
}

it.each([
  ['a lead', false],
  ['a lead that was deleted before', true],
])('leaves nothing of the person of %s in any table', async (_whose, isDeleted) => {
  const { leadId, chat, appointment } = await makeMarkedLead();
  const marked = await tablesWith([MARK, PHONE]);
  expect(marked.map((table) => table.split(':')[0])).toEqual(
    expect.arrayContaining([
      'action_logs',
      'appointments',
      'idempotency_keys',
      'leads',
      'messages',
      'suppressions',
      'variable_changes',
      'variables',
    ]),
  );
  if (isDeleted) expect((await tenant.ask('DELETE', `/v1/leads/${leadId}`)).statusCode).toBe(204);
  expect((await tenant.ask('POST', `/v1/leads/${leadId}/erase`)).statusCode).toBe(204);
  expect(await tablesWith([MARK, PHONE])).toEqual([]);
  for (const id of [leadId, chat.conversationId, appointment.id]) {
    const rest = (await tablesWith([id])).map((table) => table.split(':')[0]);
    expect(rest.filter((table) => !['audit_log', 'events'].includes(table ?? ''))).toEqual([]);
  }
  const last = (await eventsOf(tenant, leadId)).at(-1);
  expect(last).toEqual({ type: 'lead.erased', data: { actor: 'api_key' } });
  expect((await tenant.ask('POST', `/v1/leads/${leadId}/erase`)).statusCode).toBe(404);
});

it.each([
  ['the survivor', 0],
  ['the one that was merged', 1],
  ['one that was merged into one that was merged', 2],
])('erases a person that several leads were, by %s', async (_which, index) => {
  const marked = [await makeMarkedLead(), await makeMarkedLead(), await makeMarkedLead()].map(({ leadId }) => leadId);
  const [survivor = '', merged = '', first = ''] = marked;
  for (const [from, intoLeadId] of [
    [first, merged],
    [merged, survivor],
  ]) {
    const answer = await tenant.ask('POST', `/v1/leads/${from}/merge`, { body: { intoLeadId } });
    expect(answer.statusCode).toBe(200);
  }
  expect((await tenant.ask('POST', `/v1/leads/${marked[index]}/erase`)).statusCode).toBe(204);
  expect(await tablesWith([MARK, PHONE])).toEqual([]);
  for (const id of marked) expect((await eventsOf(tenant, id)).at(-1)?.type).toBe('lead.erased');
});

it('erases one of two whose merge was undone', async () => {
  const [one, other] = [await makeMarkedLead(), await makeMarkedLead()];
  const plain = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Plain' } })).json();
  for (const intoLeadId of [plain.id, other.leadId]) {
    await tenant.ask('POST', `/v1/leads/${one.leadId}/merge`, { body: { intoLeadId } });
    await tenant.ask('POST', `/v1/leads/${one.leadId}/unmerge`);
  }
  await tenant.ask('POST', `/v1/leads/${other.leadId}/erase`);
  expect((await tenant.ask('GET', `/v1/leads/${one.leadId}`)).statusCode).toBe(200);
  await tenant.ask('POST', `/v1/leads/${one.leadId}/erase`);
  expect(await tablesWith([MARK, PHONE])).toEqual([]);
  expect((await tenant.ask('GET', `/v1/leads/${plain.id}`)).json()).toMatchObject({ name: 'Plain', email: null });
});

it('erases a person at once from both ends, while it is merged and unmerged', async () => {
  const create = async () => (await tenant.ask('POST', '/v1/leads', { body: { name: 'Plain' } })).json().id;
  const answers = [];
  for (let round = 0; round < 8; round += 1) {
    const [survivor, merged, third] = [await create(), await create(), await create()];
    const merge = (from: string, intoLeadId: string) =>
      tenant.ask('POST', `/v1/leads/${from}/merge`, { body: { intoLeadId } });
    await merge(merged, survivor);
    const erase = (id: string) => tenant.ask('POST', `/v1/leads/${id}/erase`);
    const race = [
      erase(merged),
      erase(survivor),
      merge(survivor, third),
      tenant.ask('POST', `/v1/leads/${merged}/unmerge`),
    ];
    answers.push(...(await Promise.all([...race, erase(third)])).map(({ statusCode }) => statusCode));
  }
  expect(answers.filter((status) => status >= 500)).toEqual([]);
});

it('closes the visitor out and leaves others alone', async () => {
  const other = await makeMarkedLead();
  const { leadId, chat } = await makeMarkedLead();
  await tenant.ask('POST', `/v1/leads/${leadId}/erase`);
  const url = `/v1/chat/conversations/${chat.conversationId}/messages`;
  expect((await tenant.ask('GET', url, { key: chat.token })).statusCode).toBe(401);
  expect((await tenant.ask('GET', `/v1/leads/${other.leadId}`)).json()).toMatchObject({ source: MARK, tags: [MARK] });
  await tenant.ask('POST', `/v1/leads/${other.leadId}/erase`);
});

it('keeps the hash of a suppressed address, which still refuses', async () => {
  const lead = (await tenant.ask('POST', '/v1/leads', { body: { email: 'stop@example.com' } })).json();
  await suppress('stop@example.com');
  await tenant.ask('POST', `/v1/leads/${lead.id}/erase`);
  const rows = await transaction(
    tenant.ctx,
    ({ tx }) => tx`select address, address_hash from suppressions where lifted_at is null`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { address, addressHash } of rows) expect([address, addressHash.length > 0]).toEqual([null, true]);
});

it("does not reach a live key's leads with a test key", async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  expect((await tenant.ask('POST', `/v1/leads/${id}/erase`, { key: tenant.testKey })).statusCode).toBe(404);
});

it('keeps the files of the documents until the erasing is certain, and none after it', async () => {
  const { id: leadId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const { documents } = (await upload(server, tenant, leadId, { files: [textFile('a', 'a')] })).json();
  const key = `${tenant.ctx.workspace.id}/${documents[0].id}`;
  const failing = transaction(tenant.ctx, async (inner) => {
    await eraseLead(inner, { leadId });
    throw new Error('after it');
  });
  await expect(failing).rejects.toThrow('after it');
  expect((await server.app.inject(new URL(documents[0].url).pathname)).body).toBe('a');
  await eraseLead(tenant.ctx, { leadId });
  expect(await tenant.ctx.files.read(key)).toBeUndefined();
});
