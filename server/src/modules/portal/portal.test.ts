import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile } from '../../../test/upload.ts';
import type { Portal, PortalItem } from './portal.ts';
import { portalWorkflow } from './portal-workflow.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
/** How far the clock was moved. */
let aheadMs = 0;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => new Date(Date.now() + aheadMs) } });
  tenant = await addTenant(server, { name: 'Acme & Sons', workflows: [portalWorkflow()] });
});
afterAll(() => server.stop());

const create = async (key?: string): Promise<string> =>
  (await tenant.ask('POST', '/v1/leads', { body: {}, ...(key && { key }) })).json().id;
async function linkTo(leadId: string, body: object = {}, key = tenant.liveKey): Promise<string> {
  const response = await tenant.ask('POST', `/v1/leads/${leadId}/portal-link`, { body, key });
  expect(response.statusCode, response.body).toBe(201);
  return new URL(response.json().url).pathname.replace('/portal/', '');
}
const portal = async (key: string): Promise<Portal> => (await tenant.ask('GET', '/v1/portal', { key })).json();
const itemsOf = ({ groups }: Portal): PortalItem[] => groups.flatMap(({ items }) => items);
async function itemOf(key: string, label: string): Promise<PortalItem> {
  const found = itemsOf(await portal(key)).find((one) => one.label === label);
  if (!found) throw new Error(`the page has no ${label}`);
  return found;
}
const answer = async (key: string, label: string, value: string) =>
  tenant.ask('PUT', `/v1/portal/items/${(await itemOf(key, label)).id}`, { body: { value }, key });
async function send(key: string, label: string, ...files: File[]) {
  const form = new FormData();
  for (const file of files) form.append('files', file);
  return fetch(`${server.url}/v1/portal/items/${(await itemOf(key, label)).id}/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: form,
  });
}
const checklist = async (leadId: string) =>
  (await tenant.ask('GET', `/v1/leads/${leadId}/checklist`))
    .json()
    .data.flatMap((group: { items: object[] }) => group.items);

it('shows what is asked for as things stand, and nothing that only the team should know', async () => {
  const id = await create();
  await tenant.ask('PUT', `/v1/leads/${id}/variables/ein`, { body: { value: '98-7654321' } });
  const key = await linkTo(id);
  const shown = await portal(key);
  expect(shown).toMatchObject({ workspace: { name: 'Acme & Sons' }, isComplete: false });
  expect(shown.groups.map(({ name, items }) => [name, items.map(({ label, state }) => [label, state])])).toEqual([
    [
      'About you',
      [
        ['Size', 'open'],
        ['EIN', 'done'],
        ['Note', 'open'],
      ],
    ],
    ['Papers', [['Passport', 'open']]],
  ]);
  expect(JSON.stringify(shown)).not.toMatch(/98-7654321|only for the team/);
  await answer(key, 'Size', 'large');
  expect(itemsOf(await portal(key)).map(({ label }) => label)).toContain('Spouse');
});

it('keeps an answer that does not fit as invalid, says what to do, and takes the next', async () => {
  const id = await create();
  const key = await linkTo(id);
  const wrong = await answer(key, 'EIN', '12');
  expect([wrong.statusCode, wrong.json()]).toMatchObject([
    200,
    { state: 'invalid', value: '12', problem: 'An EIN has nine digits, such as 12-3456789.' },
  ]);
  const [, invalid] = await checklist(id);
  expect(invalid).toMatchObject({ code: 'ein', status: 'invalid', value: '12', valueSource: 'portal' });
  expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().variables).toEqual({});
  const right = await answer(key, 'EIN', ' 12-3456789 ');
  expect(right.json()).toMatchObject({ state: 'done', value: '12-3456789', problem: null, canAnswer: true });
  const { variables } = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  expect(variables.ein).toMatchObject({ value: '12-3456789', source: 'lead' });
  expect((await checklist(id))[1]).toMatchObject({ status: 'completed', valueSource: 'portal' });
});

it('leaves alone what the team has settled, and what is not asked for', async () => {
  const id = await create();
  const key = await linkTo(id);
  const note = await itemOf(key, 'Note');
  await tenant.ask('PATCH', `/v1/leads/${id}/checklist-items/${note.id}`, { body: { value: 'by the team' } });
  const refused = await answer(key, 'Note', 'mine');
  expect([refused.statusCode, refused.json().reason]).toEqual([409, 'item_settled']);
  expect((await itemOf(key, 'Note')).value).toBeNull();
  const hidden = (await checklist(id)).find(({ code }: { code: string }) => code === 'spouse');
  const url = `/v1/portal/items/${hidden.id}`;
  expect((await tenant.ask('PUT', url, { body: { value: 'x' }, key })).statusCode).toBe(404);
  expect((await answer(key, 'Passport', 'x')).statusCode).toBe(400);
});

it('takes files that fit, refuses the others by name and keeps none of them', async () => {
  const id = await create();
  const key = await linkTo(id);
  const good = textFile('pass.pdf', '%PDF-1.7 page');
  const refused = await send(key, 'Passport', good, textFile('virus.pdf', 'MZ'), textFile('empty.pdf', ''));
  const problem = JSON.parse(await refused.text());
  expect([refused.status, problem.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
    400,
    ['#/files/1', '#/files/2'],
  ]);
  expect(problem.errors[0].detail).toContain('“virus.pdf” is no document. Please send a PDF or a photo.');
  expect((await tenant.ask('GET', `/v1/leads/${id}/documents`)).json().data).toEqual([]);
  const taken = await send(key, 'Passport', good);
  expect([taken.status, JSON.parse(await taken.text())]).toMatchObject([
    201,
    { state: 'done', files: [{ name: 'pass.pdf' }] },
  ]);
  expect((await send(key, 'Passport', good)).status).toBe(409);
});

it('has a person look at what is doubtful, and at what comes in place of what a person refused', async () => {
  const id = await create();
  const key = await linkTo(id);
  const { id: itemId } = await itemOf(key, 'Passport');
  await send(key, 'Passport', textFile('pass.png', '%PDF-1.7'));
  expect((await itemOf(key, 'Passport')).state).toBe('in_review');
  const body = { status: 'invalid', problem: 'The photograph cannot be seen.' };
  await tenant.ask('PATCH', `/v1/leads/${id}/checklist-items/${itemId}`, { body });
  expect(await itemOf(key, 'Passport')).toMatchObject({ state: 'invalid', problem: body.problem });
  await send(key, 'Passport', textFile('better.pdf', '%PDF-1.7'));
  expect(await itemOf(key, 'Passport')).toMatchObject({ state: 'in_review', problem: null });
});

it('completes the checklist, which moves the run on, and tells of it once', async () => {
  const id = await create();
  const key = await linkTo(id);
  await answer(key, 'Size', 'small');
  await answer(key, 'EIN', '12-3456789');
  expect((await portal(key)).isComplete).toBe(false);
  await send(key, 'Passport', textFile('pass.pdf', '%PDF-1.7'));
  expect((await portal(key)).isComplete).toBe(true);
  const lead = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  expect(lead).toMatchObject({ stage: 'qualified', run: { status: { key: 'done' }, isActive: false } });
  const types = (await eventsOf(tenant, id)).map(({ type }) => type);
  expect(types.filter((type) => type === 'checklist.completed')).toHaveLength(1);
  expect(types).toContain('portal_link.created');
});

it('opens for its own lead alone: no key, no other token, no other lead’s item', async () => {
  const [id, other] = [await create(), await create()];
  const [key, otherKey] = [await linkTo(id), await linkTo(other)];
  const { id: foreign } = await itemOf(otherKey, 'EIN');
  const put = (token: string) =>
    tenant.ask('PUT', `/v1/portal/items/${foreign}`, {
      body: { value: '12-3456789' },
      key: token,
      remoteAddress: '10.9.0.1',
    });
  expect((await put(key)).statusCode).toBe(404);
  for (const token of [tenant.liveKey, `${key.slice(0, -1)}!`, '']) expect((await put(token)).statusCode).toBe(401);
  expect((await tenant.ask('GET', `/v1/leads/${id}`, { key })).statusCode).toBe(401);
  const test = await create(tenant.testKey);
  expect((await portal(await linkTo(test, {}, tenant.testKey))).groups).toHaveLength(2);
  expect((await tenant.ask('POST', `/v1/leads/${test}/portal-link`, { body: {} })).statusCode).toBe(404);
});

it('ends with its time, with the lead’s deletion and erasure; an opt-out does not end it', async () => {
  const status = async (key: string) => (await tenant.ask('GET', '/v1/portal', { key })).statusCode;
  const [out, gone, erased, late] = [await create(), await create(), await create(), await create()];
  const keys = [await linkTo(out), await linkTo(gone), await linkTo(erased), await linkTo(late, { lastsDays: 1 })];
  await tenant.ask('PATCH', `/v1/leads/${out}`, { body: { optedOut: true } });
  await tenant.ask('DELETE', `/v1/leads/${gone}`);
  await tenant.ask('POST', `/v1/leads/${erased}/erase`);
  expect(await Promise.all(keys.map(status))).toEqual([200, 404, 401, 200]);
  aheadMs += 86_400_001;
  expect(await Promise.all(keys.map(status))).toEqual([200, 404, 401, 401]);
});

it('follows the lead into another that it was found to be', async () => {
  const [id, into] = [await create(), await create()];
  const key = await linkTo(id);
  await answer(key, 'EIN', '12-3456789');
  await tenant.ask('POST', `/v1/leads/${id}/merge`, { body: { intoLeadId: into } });
  expect((await itemOf(key, 'EIN')).state).toBe('done');
  await answer(key, 'Size', 'small');
  expect((await tenant.ask('GET', `/v1/leads/${into}`)).json().variables.size.value).toBe('small');
});

it('is sent by the agent, in the words that name it', async () => {
  const chat = await openChat(tenant);
  const told = `${await chat.talk('small')}\n${await chat.talk('12-3456789')}\n${await chat.talk('yes')}`;
  const token = /\/portal\/([\w-]{43})/.exec(told)?.[1] ?? '';
  expect(told).toContain('Passport');
  expect(itemsOf(await portal(token)).find(({ label }) => label === 'EIN')?.state, told).toBe('done');
});

it('takes so many requests a minute of one lead', async () => {
  const key = await linkTo(await create());
  const { id } = await itemOf(key, 'Note');
  const statuses: number[] = [];
  for (let count = 0; count < 31; count++) {
    const sent = await tenant.ask('PUT', `/v1/portal/items/${id}`, { body: { value: 'x' }, key });
    statuses.push(sent.statusCode);
  }
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
});
