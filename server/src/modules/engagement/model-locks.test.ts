import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { type Behaviour, type MisbehavingLlm, startLlm } from '../../../test/misbehaving-llm.ts';
import { addMember } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { shippedWorkflow } from '../../../test/shipped-workflow.ts';
import { openPool, type Sql } from '../../db/database.ts';

let server: TestServer;
let llm: MisbehavingLlm;
let tenant: TestTenant;
let admin: Sql;
beforeAll(async () => {
  llm = await startLlm();
  server = await startTestServer({ config: { outboundAllow: ['127.0.0.1'] } });
  admin = openPool(server.database.admin, 2);
});
beforeEach(async () => {
  const { fileName, text } = await shippedWorkflow('salon-appointment');
  const workflows = [{ fileName, text: `${text}\nassignment:\n  mode: round_robin\n` }];
  tenant = await addTenant(server, { workflows });
  await addMember(tenant);
  await tenant.ask('PUT', '/v1/llm', { body: { baseUrl: llm.url, model: 'small', timeoutMs: 10_000 } });
  llm.asked.length = 0;
});
afterAll(async () => {
  await admin.end();
  await server.stop();
  await llm.close();
});

const usage = async () =>
  (await tenant.ask('GET', '/v1/llm')).json().today as { readonly calls: number; readonly tokens: number };

it("a turn counts its model before it takes a turn among members: two turns never wait for each other's locks", async () => {
  llm.respond = () => ({ kind: 'answers', status: 500, body: '' });
  const first = await openChat(tenant);
  // The turn of a workflow's members is a row from here on.
  await first.talk('I want to talk to a human');
  const { promise, resolve } = Promise.withResolvers<Behaviour>();
  llm.respond = () => promise;
  const chat = await openChat(tenant);
  await chat.say({ text: 'Do you sell surfboards?' });
  await expect.poll(() => llm.asked.length).toBe(1);
  await admin.begin(async (tx) => {
    await tx`select from assignment_turns where workspace_id = ${tenant.ctx.workspace.id} for update`;
    // It is charged for and no use: the rules ask a person.
    resolve({ kind: 'calls', input: { message: ['We do.'] } });
    const waiting = () => admin`
      select from pg_stat_activity where wait_event_type = 'Lock' and query like '%assignment_turns%'`;
    await expect.poll(async () => (await waiting()).length).toBe(1);
    const taken = admin`select from llm_usage where workspace_id = ${tenant.ctx.workspace.id} for update nowait`;
    await expect(taken).rejects.toMatchObject({ code: '55P03' });
  });
  await expect.poll(async () => (await chat.lead()).needsHuman).toBe(true);
});

it('an endpoint that is left alone is not asked for: nothing is reserved and the rules answer in the same transaction', async () => {
  llm.respond = () => ({ kind: 'answers', status: 429, body: '', headers: { 'retry-after': '60' } });
  const chat = await openChat(tenant);
  await chat.talk('I would love a balayage', 10);
  expect(llm.asked).toHaveLength(1);
  const before = await usage();
  await chat.talk('no', 10);
  expect(llm.asked).toHaveLength(1);
  expect(await usage()).toEqual(before);
  const { id } = await chat.lead();
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=100`)).json();
  const told = data.find(({ type }: { type: string }) => type === 'tool_call');
  expect(told.output).toMatchObject({ brain: 'rules', reason: expect.stringMatching(/^it is left alone/) });
});
