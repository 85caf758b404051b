import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { answerOf, createLead, failed, vorelClient } from '../../../test/vorel-client.ts';
import { transaction } from '../../db/database.ts';
import { findFault } from './vorel.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
beforeEach(async () => {
  tenant = await addTenant(server);
  ask = vorelClient(server, tenant.liveKey);
});
afterAll(() => server.stop());

const idOf = async (body: object = {}) => (await createLead(ask, body)).body.id;

describe('listing leads', () => {
  it('is empty where there are none', async () => {
    const { status, body } = await ask('GET', '/leads');
    expect([status, body]).toStrictEqual([200, { data: [], next_cursor: null, has_more: false }]);
    expect(findFault('LeadPage', body)).toBeNull();
  });

  it('pages through all, newest first', async () => {
    const made: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) made.unshift(await idOf({ name: `Lead ${turn}` }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await ask('GET', `/leads?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(findFault('LeadPage', body)).toBeNull();
      expect(Object.keys(body)).toEqual(['data', 'next_cursor', 'has_more']);
      expect(body.has_more).toBe(body.next_cursor !== null);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
      if (cursor !== null) expect(cursor).toBe(seen.at(-1));
    } while (cursor !== null);
    expect(seen).toEqual(made);
  });

  it.each([
    ['', 25],
    ['?limit=100', 100],
    ['?limit=101', 100],
    ['?limit=100000000000000000000', 100],
  ])('with %j gives %i at most', async (query, most) => {
    await transaction(tenant.ctx, async ({ tx, at, newId, workspace }) => {
      for (let turn = 0; turn < 101; turn += 1) {
        const id = newId(at);
        await tx`
          insert into leads (workspace_id, id, channel, agent_id, last_activity_at, created_at, updated_at)
          select id, ${id}, 'api', default_agent_id, ${at}, ${at}, ${at} from workspaces where id = ${workspace.id}`;
        await tx`
          insert into conversations (workspace_id, id, lead_id, agent_id, channel, created_at, updated_at)
          select workspace_id, ${newId(at)}, id, agent_id, 'api', ${at}, ${at} from leads where id = ${id}`;
      }
    });
    const { status, body } = await ask('GET', `/leads${query}`);
    expect([status, body.data.length, body.has_more]).toEqual([200, most, true]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=many', 'limit'],
    ['limit=', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=first', 'cursor'],
    ['stale_for_days=0', 'stale_for_days'],
    ['stale_for_days=366', 'stale_for_days'],
    ['stale_for_days=week', 'stale_for_days'],
  ])('names what is wrong with %s', async (query, field) => {
    const answer = await ask('GET', `/leads?${query}`);
    expect(answerOf(answer)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining(`${field}: `)));
    expect(findFault('ErrorEnvelope', answer.body)).toBeNull();
  });

  it('leaves unknown parameters alone', async () => {
    expect((await ask('GET', '/leads?status=new&page=2')).status).toBe(200);
  });

  it('gives the qualified with whom nothing was said for so many days, or ever', async () => {
    const spoke = async (daysAgo: number | null, body: object = { status: 'qualified' }) => {
      const id = await idOf(body);
      const at = daysAgo === null ? null : new Date(Date.now() - daysAgo * 86_400_000);
      await transaction(
        tenant.ctx,
        ({ tx }) => tx`update leads set revision = revision + 1, last_message_at = ${at} where id = ${id}`,
      );
      return id;
    };
    const [long, never] = [await spoke(8), await spoke(null)];
    await spoke(6);
    await spoke(8, { status: 'new' });
    await spoke(8, { status: 'lost' });
    const { body } = await ask('GET', '/leads?stale_for_days=7');
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([never, long]);
    expect((await ask('GET', '/leads?stale_for_days=365')).body.data).toHaveLength(1);
  });
});
