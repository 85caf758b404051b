import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { linesOf } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { makeUnsubscribeLink } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
/** How far the clock was moved. */
let aheadMs = 0;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => new Date(Date.now() + aheadMs) } });
  tenant = await addTenant(server, { name: 'Acme <& Sons>', shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const make = async (body: object, key?: string): Promise<string> =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json().id;
const linkTo = async (leadId: string): Promise<string> =>
  new URL(await transaction(tenant.ctx, (tctx) => makeUnsubscribeLink(tctx, leadId))).pathname;
const isOut = async (leadId: string, key?: string) =>
  (await tenant.ask('GET', `/v1/leads/${leadId}`, key ? { key } : {})).json().optedOut;
const suppressed = async () =>
  (await tenant.ask('GET', '/v1/suppressions')).json().data.map((one: { address: string }) => one.address);

it('asks first, then ends all contact, for the address whichever lead has it', async () => {
  const lead = await make({ email: 'ana@example.com' });
  const page = await linkTo(lead);
  const asked = await fetch(server.url + page);
  expect(asked.status).toBe(200);
  expect(asked.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(asked.headers.get('referrer-policy')).toBe('no-referrer');
  expect(asked.headers.get('cache-control')).toBe('no-store');
  const text = await asked.text();
  expect(text).toContain('Stop messages from Acme &#60;&#38; Sons&#62;?');
  expect(text).toContain('<form method="post">');
  expect(await isOut(lead)).toBe(false);
  const done = await fetch(server.url + page, { method: 'POST', body: new URLSearchParams() });
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('You are unsubscribed')]);
  expect(await isOut(lead)).toBe(true);
  expect(await suppressed()).toEqual(['ana@example.com']);
  expect((await fetch(server.url + page)).ok).toBe(true);
  expect(await (await fetch(server.url + page)).text()).toContain('You are unsubscribed');
  expect((await fetch(server.url + page, { method: 'POST' })).status).toBe(200);
  const outs = (await eventsOf(tenant, lead)).filter(({ type }) => type === 'lead.opted_out');
  expect(outs).toMatchObject([{ data: { actor: 'lead' } }]);
  expect((await linesOf(tenant, lead)).map(({ summary }) => summary)).toContain(
    'Opted out: never to be contacted again',
  );
});

const oneClick = () => {
  const form = new FormData();
  form.append('List-Unsubscribe', 'One-Click');
  return form;
};

it.each([
  ['as a form', () => ({ body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })],
  ['in parts', () => ({ body: oneClick() })],
  ['without a word', () => ({})],
  ['as JSON', () => ({ body: '{}', headers: { 'content-type': 'application/json' } })],
])('takes the one click of a mail program, sent %s, without a redirect', async (_how, request) => {
  const lead = await make({});
  const response = await fetch(server.url + (await linkTo(lead)), { method: 'POST', redirect: 'manual', ...request() });
  expect(response.status).toBe(200);
  expect(await isOut(lead)).toBe(true);
});

it('leaves what real leads have alone where the lead is a test', async () => {
  const lead = await make({ email: 'test@example.com' }, tenant.testKey);
  expect((await fetch(server.url + (await linkTo(lead)), { method: 'POST' })).status).toBe(200);
  expect(await isOut(lead, tenant.testKey)).toBe(true);
  expect(await suppressed()).not.toContain('test@example.com');
});

it('follows a lead into the one it was merged into', async () => {
  const [lead, into] = [await make({}), await make({})];
  const page = await linkTo(lead);
  await tenant.ask('POST', `/v1/leads/${lead}/merge`, { body: { intoLeadId: into } });
  expect((await fetch(server.url + page, { method: 'POST' })).status).toBe(200);
  expect(await isOut(into)).toBe(true);
});

it('opens nothing by a link that is none, of a page of another kind, of a deleted lead, or after a year', async () => {
  const lead = await make({});
  const portal = (await tenant.ask('POST', `/v1/leads/${lead}/portal-link`, { body: {} })).json().url;
  const page = await linkTo(lead);
  const deleted = await make({});
  const ofDeleted = await linkTo(deleted);
  await tenant.ask('DELETE', `/v1/leads/${deleted}`);
  for (const path of ['/unsubscribe/nobody', new URL(portal).pathname.replace('portal', 'unsubscribe'), ofDeleted]) {
    const response = await fetch(server.url + path, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('write STOP')]);
  }
  aheadMs = 366 * 86_400_000;
  expect((await fetch(server.url + page)).status).toBe(404);
  aheadMs = 0;
  expect((await fetch(server.url + page)).status).toBe(200);
  expect(await isOut(lead)).toBe(false);
});
