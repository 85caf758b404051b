import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { automate, untilStates } from '../../../test/automations.ts';
import { questions } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { startWorker } from '../../worker.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

it('what is in line for a firing goes back with it when its merge is undone', async () => {
  const { ask, ctx } = tenant;
  const id = await automate(tenant, {
    on: ['lead.updated'],
    delayMinutes: 30,
    action: { do: 'addTag', with: { tag: 'x' } },
  });
  const [from, into] = [
    (await ask('POST', '/v1/leads', { body: {} })).json(),
    (await ask('POST', '/v1/leads', { body: {} })).json(),
  ];
  const worker = startWorker(server.context);
  await ask('PATCH', `/v1/leads/${from.id}`, { body: { goal: 'a' } });
  await untilStates(tenant, id, ['waiting']);
  await worker.stop();
  await ask('POST', `/v1/leads/${from.id}/merge`, { body: { intoLeadId: into.id } });
  const ids = [server.context.newId(new Date())];
  await server.context.db.sql`select release_automations(now() + interval '31 minutes', ${ids}::uuid[])`;
  const whose = async () => {
    const rows = await transaction(
      ctx,
      ({ tx }) => tx<{ leadId: string }[]>`select lead_id from stimuli where kind = 'automation_due'`,
    );
    return rows.map(({ leadId }) => leadId);
  };
  expect(await whose()).toEqual([into.id]);
  expect((await ask('POST', `/v1/leads/${from.id}/unmerge`)).statusCode).toBe(200);
  expect(await whose()).toEqual([from.id]);
});
