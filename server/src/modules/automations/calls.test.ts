import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, countBlocked, eventsOf, type TestTenant } from '../../../test/api.ts';
import {
  automate,
  firingsOf,
  openReceiver,
  type Receiver,
  untilLookedAt,
  untilStates,
} from '../../../test/automations.ts';
import { linesOf, questions } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createContext } from '../../context.ts';
import { transaction } from '../../db/database.ts';
import { startWorker } from '../../worker.ts';

/** How far the server's clock is ahead. */
let aheadMs = 0;
let server: TestServer;
let tenant: TestTenant;
let worker: { stop(): Promise<void> };
let receiver: Receiver;
beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  server = await startTestServer({ worker: false, clock, config: { outboundAllow: ['127.0.0.1'] } });
  tenant = await addTenant(server, { workflows: [questions] });
  worker = startWorker(impatient());
});
afterAll(async () => {
  await worker.stop();
  await server.stop();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  const { data } = (await tenant.ask('GET', '/v1/automations?limit=100')).json();
  for (const { id } of data) await tenant.ask('DELETE', `/v1/automations/${id}`);
  await receiver.close();
});

/** The server's own parts, but that it waits for an answer as long only as a test wants to. */
function impatient(): TestServer['context'] {
  const { outbound } = server.context;
  const send: typeof outbound.send = (request) => outbound.send({ ...request, timeoutMs: 300 });
  return { ...server.context, outbound: { ...outbound, send } };
}

const makeLead = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const calling = (http: object = {}, more: object = {}) => ({
  action: { http: { url: `${receiver.url}/hook`, body: { id: '{{lead.id}}' }, ...http } },
  ...more,
});
const keysSent = () => receiver.received.map(({ headers }) => headers['idempotency-key']);

describe('a request', () => {
  it('is sent once with the values in it, and with headers that nobody is shown again', async () => {
    const secretHeaders = { Authorization: 'Bearer s3cr3t-value' };
    const body = {
      name: '{{lead.name}}',
      tags: '{{lead.tags}}',
      score: '{{lead.qualificationScore}}',
      text: 'Of {{lead.metadata.firm.name}}, {{budget}}',
      phone: '{{lead.phone?}}',
    };
    const url = `${receiver.url}/leads/{{lead.externalId}}?by={{automation.name}}`;
    const id = await automate(tenant, { name: 'Tell "CRM"', ...calling({ url, body, secretHeaders, method: 'PUT' }) });
    const lead = await makeLead({
      name: 'Ada "A" \\ Lovelace',
      tags: ['a', 'b'],
      qualificationScore: 7,
      externalId: 'a/b ?',
      metadata: { firm: { name: 'Äcme\n"Inc"' } },
      variables: { budget: 500 },
    });
    const [firing] = await untilStates(tenant, id, ['done']);
    const [got] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(got).toMatchObject({ method: 'PUT', url: '/leads/a%2Fb%20%3F?by=Tell%20%22CRM%22' });
    expect(got?.headers).toMatchObject({
      authorization: 'Bearer s3cr3t-value',
      'content-type': 'application/json',
      'idempotency-key': firing?.id,
    });
    expect(JSON.parse(got?.body ?? '')).toEqual({
      name: lead.name,
      tags: ['a', 'b'],
      score: 7,
      text: 'Of Äcme\n"Inc", 500',
      phone: null,
    });
    expect(firing).toMatchObject({ attempts: 1, response: { status: 200, body: '{"ok":true}' } });
    expect((await linesOf(tenant, lead.id))[0]?.summary).toMatch(/^Automation "Tell "CRM"": PUT .* answered 200$/);
    const shown = await tenant.ask('GET', `/v1/automations/${id}`);
    expect(shown.json().action.http.secretHeaders).toEqual(['Authorization']);
    const rows = await transaction(
      tenant.ctx,
      ({ tx }) => tx`
      select row_to_json(a)::text as a, (select json_agg(f)::text from automation_firings f) as f from automations a`,
    );
    expect(JSON.stringify([rows, firing, shown.body])).not.toContain('s3cr3t');
  });

  it('may be a form or a plain text', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const form = await automate(tenant, calling({ headers, body: 'name={{lead.name}}&a=b' }));
    const text = await automate(tenant, calling({ body: 'Hello {{lead.name}}' }));
    await makeLead({ name: 'A&B=C' });
    await untilStates(tenant, form, ['done']);
    await untilStates(tenant, text, ['done']);
    expect(receiver.received.map(({ body }) => body).sort()).toEqual(['Hello A&B=C', 'name=A%26B%3DC&a=b']);
  });

  it('that lacks a value is not sent', async () => {
    const id = await automate(tenant, calling({ body: { mail: '{{lead.email}}', phone: '{{lead.phone}}' } }));
    await makeLead();
    const [firing] = await untilStates(tenant, id, ['failed']);
    expect(firing?.error).toContain('lead.email, lead.phone');
    expect(receiver.received).toEqual([]);
  });

  it.each<[string, readonly number[], string, number]>([
    ['is sent once more after a trouble of the receiver', [503, 200], 'done', 2],
    ['is sent twice at most', [500, 500], 'failed', 2],
    ['is not sent again where that cannot help', [400], 'failed', 1],
    ['does not follow where it is sent on to', [302], 'failed', 1],
  ])('%s, under the same key', async (_, statuses, state, attempts) => {
    receiver.answerWith((response, index) => {
      response.writeHead(statuses[index] ?? 200, { location: `${receiver.url}/elsewhere` }).end();
    });
    const id = await automate(tenant, calling());
    await makeLead();
    if (attempts > 1) {
      await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
      await untilStates(tenant, id, ['pending']);
      aheadMs += 31_000;
    }
    const [firing] = await untilStates(tenant, id, [state]);
    expect(firing).toMatchObject({ attempts, response: { status: statuses.at(-1) } });
    expect(receiver.received.map(({ url }) => url)).toEqual(statuses.map(() => '/hook'));
    expect(new Set(keysSent()).size).toBe(1);
  });

  it('that nobody answers is unknown; asked for again it bears the same key, after a failure another', async () => {
    receiver.answerWith(() => undefined);
    const id = await automate(tenant, calling());
    const lead = await makeLead();
    const [firing] = await untilStates(tenant, id, ['unknown']);
    expect([firing?.attempts, receiver.received.length]).toEqual([1, 1]);
    expect((await linesOf(tenant, lead.id))[0]?.summary).toContain('may have failed');
    const retry = () => tenant.ask('POST', `/v1/automations/${id}/firings/${firing?.id}/retry`);
    receiver.answerWith((response) => response.writeHead(400).end());
    expect((await retry()).statusCode).toBe(202);
    await untilStates(tenant, id, ['failed']);
    receiver.answerWith((response) => response.end());
    await retry();
    await untilStates(tenant, id, ['done']);
    expect(keysSent()).toEqual([firing?.id, firing?.id, `${firing?.id}-1`]);
  });

  it('that is cut after it was read is not sent again, over whatever connection', async () => {
    const id = await automate(tenant, calling());
    await makeLead();
    await untilStates(tenant, id, ['done']);
    receiver.answerWith((response) => response.destroy());
    await makeLead();
    await untilStates(tenant, id, ['unknown', 'done']);
    expect(receiver.received).toHaveLength(2);
  });

  it('keeps an answer without the secret headers that it repeats', async () => {
    receiver.answerWith((response) => response.end('got Bearer s3cr3t-value, and s3cr3t-value'));
    const id = await automate(tenant, calling({ secretHeaders: { Authorization: 'Bearer s3cr3t-value' } }));
    await makeLead();
    const [firing] = await untilStates(tenant, id, ['done']);
    expect(firing?.response).toMatchObject({ body: 'got …, and …' });
  });

  it('that nobody answers is sent once more where the rule says so', async () => {
    receiver.answerWith((response, index) => index > 0 && response.end());
    const id = await automate(tenant, calling({}, { retryUnknown: true }));
    await makeLead();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
    await untilStates(tenant, id, ['pending']);
    aheadMs += 31_000;
    const [firing] = await untilStates(tenant, id, ['done']);
    expect(keysSent()).toEqual([firing?.id, firing?.id]);
  });

  it('is sent once by several processes, for each lead', async () => {
    // One clock for both, and the patience of the product: a lease is told by the clock, and a receiver may be busy.
    const other = await createContext(server.context.config, server.database, server.context.clock);
    await worker.stop();
    const workers = [startWorker(server.context), startWorker(other)];
    receiver.answerWith((response) => void setTimeout(() => response.end(), 400));
    try {
      const id = await automate(tenant, calling());
      const leads = await Promise.all(Array.from({ length: 12 }, () => makeLead()));
      await untilStates(
        tenant,
        id,
        leads.map(() => 'done'),
      );
      const told = receiver.received.map(({ body }) => JSON.parse(body).id);
      expect(told.sort()).toEqual(leads.map((lead) => lead.id).sort());
    } finally {
      for (const one of workers) await one.stop();
      await other.close();
      worker = startWorker(impatient());
    }
  });

  it.each([false, true])(
    'whose process is killed before the answer is not lost (retryUnknown %j)',
    async (retryUnknown) => {
      await worker.stop();
      receiver.answerWith((response, index) => index > 0 && response.end());
      const program = fileURLToPath(new URL('../../../test/worker-process.ts', import.meta.url));
      const id = await automate(tenant, calling({}, { retryUnknown }));
      const child = fork(program, [
        JSON.stringify(server.database.server),
        server.context.config.dataDir,
        String(aheadMs),
      ]);
      try {
        await makeLead();
        await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(1);
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        await untilStates(tenant, id, ['sending']);
        aheadMs += 61_000;
      } finally {
        child.kill('SIGKILL');
        worker = startWorker(impatient());
      }
      const [firing] = await untilStates(tenant, id, [retryUnknown ? 'done' : 'unknown']);
      expect(keysSent()).toEqual(Array(retryUnknown ? 2 : 1).fill(firing?.id));
    },
  );

  it('under way while its lead is merged is told of the lead that it became', async () => {
    const merged = Promise.withResolvers<void>();
    receiver.answerWith(async (response) => {
      await merged.promise;
      response.end();
    });
    await worker.stop();
    worker = startWorker(server.context);
    try {
      const lead = await makeLead();
      await untilLookedAt(tenant);
      const id = await automate(tenant, calling());
      const twin = await makeLead();
      await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
      await tenant.ask('POST', `/v1/leads/${twin.id}/merge`, { body: { intoLeadId: lead.id } });
      merged.resolve();
      expect(await untilStates(tenant, id, ['done'])).toMatchObject([{ leadId: lead.id }]);
      const types = (await eventsOf(tenant, lead.id)).map(({ type }) => type);
      expect(types).toContain('automation.fired');
      expect((await linesOf(tenant, lead.id))[0]?.summary).toMatch(/^Automation .* answered 200$/);
    } finally {
      await worker.stop();
      worker = startWorker(impatient());
    }
  });

  it('is written down after whoever has its lead, in whatever order that one goes on', async () => {
    const answered = Promise.withResolvers<void>();
    receiver.answerWith(async (response) => {
      await answered.promise;
      response.end();
    });
    const id = await automate(tenant, calling());
    const lead = await makeLead();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
    await transaction(tenant.ctx, async ({ tx }) => {
      await tx`select from leads where id = ${lead.id} for no key update`;
      answered.resolve();
      const waiting = async () =>
        (await server.context.db.sql`select from pg_locks where not granted and locktype = 'transactionid'`).length;
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
      await tx`update automation_firings set updated_at = now() where automation_id = ${id}`;
    });
    expect(await untilStates(tenant, id, ['done'])).toMatchObject([{ leadId: lead.id }]);
  });

  it('for a lead that was deleted meanwhile is not sent again', async () => {
    receiver.answerWith((response) => response.writeHead(503).end());
    const id = await automate(tenant, calling());
    const lead = await makeLead();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
    await untilStates(tenant, id, ['pending']);
    await tenant.ask('DELETE', `/v1/leads/${lead.id}`);
    aheadMs += 31_000;
    const states = () =>
      transaction(tenant.ctx, async ({ tx }) => [
        ...(await tx`select state from automation_firings where automation_id = ${id}`),
      ]);
    await expect.poll(states, { timeout: 10_000 }).toEqual([{ state: 'skipped' }]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('an action that waits', () => {
  const minutes = (count: number) => {
    aheadMs += count * 60_000;
  };

  it('is done when its time has come, also for a lead that wants no more words', async () => {
    const id = await automate(tenant, calling({}, { delayMinutes: 30 }));
    const lead = await makeLead();
    await untilStates(tenant, id, ['waiting']);
    await tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body: { optedOut: true } });
    minutes(29);
    await untilLookedAt(tenant);
    expect(receiver.received).toEqual([]);
    minutes(2);
    await untilStates(tenant, id, ['done']);
  });

  it('goes with a lead that is merged, and is not done for one for which it was done as another', async () => {
    const id = await automate(tenant, calling({}, { on: ['lead.updated'], delayMinutes: 30 }));
    const [waiting, fresh, done] = [await makeLead(), await makeLead(), await makeLead()];
    const change = ({ id: leadId }: { id: string }) =>
      tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { goal: 'a' } });
    const merge = (from: { id: string }, into: { id: string }) =>
      tenant.ask('POST', `/v1/leads/${from.id}/merge`, { body: { intoLeadId: into.id } });
    await change(done);
    await untilStates(tenant, id, ['waiting']);
    minutes(31);
    await untilStates(tenant, id, ['done']);
    await change(waiting);
    await untilStates(tenant, id, ['waiting', 'done']);
    await merge(waiting, fresh);
    expect(await firingsOf(tenant, id)).toMatchObject([{ leadId: fresh.id, state: 'waiting' }, { leadId: done.id }]);
    await merge(done, fresh);
    minutes(31);
    const [skipped] = await untilStates(tenant, id, ['skipped']);
    expect(skipped?.error).toContain('done already');
    expect(receiver.received).toHaveLength(1);
  });

  it('goes with its lead also where its time comes while that is merged', async () => {
    const id = await automate(tenant, calling({}, { delayMinutes: 30 }));
    const [from, into] = [await makeLead(), await makeLead()];
    await tenant.ask('PATCH', `/v1/leads/${from.id}`, { body: { variables: { size: 'large' } } });
    await untilStates(tenant, id, ['waiting', 'waiting']);
    await transaction(tenant.ctx, ({ tx }) => tx`delete from automation_firings where lead_id = ${into.id}`);
    let merged: ReturnType<TestTenant['ask']> | undefined;
    await transaction(tenant.ctx, async ({ tx }) => {
      await tx`select from variables where lead_id = ${from.id} for update`;
      merged = tenant.ask('POST', `/v1/leads/${from.id}/merge`, { body: { intoLeadId: into.id } });
      await expect.poll(() => countBlocked(server), { timeout: 10_000 }).toBe(1);
      const ids = [server.context.newId(new Date())];
      await server.context.db.sql`select release_automations(now() + interval '31 minutes', ${ids}::uuid[])`;
    });
    expect((await merged)?.statusCode).toBe(200);
    minutes(31);
    expect(await untilStates(tenant, id, ['done'])).toMatchObject([{ leadId: into.id }]);
  });

  it('is skipped where its conditions hold no more, or it is paused, and begun anew by the next event', async () => {
    const conditions = { field: 'lead.stage', operator: '=', value: 'new' };
    const rule = { on: ['lead.updated'], conditions, delayMinutes: 10 };
    const id = await automate(tenant, calling({}, rule));
    const lead = await makeLead();
    const change = (body: object) => tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body });
    await change({ goal: 'a' });
    await untilStates(tenant, id, ['waiting']);
    await change({ stage: 'qualified' });
    minutes(11);
    const [skipped] = await untilStates(tenant, id, ['skipped']);
    expect(skipped?.error).toContain('conditions');
    await change({ stage: 'new' });
    await untilStates(tenant, id, ['waiting']);
    await tenant.ask('PATCH', `/v1/automations/${id}`, { body: { isPaused: true } });
    minutes(11);
    await untilStates(tenant, id, ['skipped']);
    expect(receiver.received).toEqual([]);
  });
});
