import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { collectionWorkflow } from './collection-workflow.fixture.ts';
import {
  addChecklistItem,
  type ChecklistGroup,
  type ChecklistItem,
  setChecklistItems,
  updateChecklistItem,
} from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [collectionWorkflow()] });
});
afterAll(() => server.stop());

const create = async (body = {}): Promise<string> => (await tenant.ask('POST', '/v1/leads', { body })).json().id;
const groups = async (id: string): Promise<ChecklistGroup[]> =>
  (await tenant.ask('GET', `/v1/leads/${id}/checklist`)).json().data;
async function item(id: string, code: string): Promise<ChecklistItem> {
  const found = (await groups(id)).flatMap(({ items }) => items).find((one) => one.code === code);
  if (!found) throw new Error(`no item ${code}`);
  return found;
}
const add = (id: string, body: object) => tenant.ask('POST', `/v1/leads/${id}/checklist-items`, { body });
const change = async (id: string, code: string, body: object) =>
  tenant.ask('PATCH', `/v1/leads/${id}/checklist-items/${(await item(id, code)).id}`, { body });
const variables = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json().variables;

it("shows the workflow's groups in order, and the lead's own items after them", async () => {
  const id = await create();
  await add(id, { label: 'Utility bill (2024)', fieldType: 'FILE' });
  const all = await groups(id);
  expect(all.map(({ name, items }) => [name, items.map(({ code }) => code)])).toEqual([
    ['About you', ['size', 'spouse', 'remarks']],
    ['Papers', ['passport', 'statements']],
    ['Additional items', ['UTILITY_BILL_2024']],
  ]);
  expect(all.at(-1)).toMatchObject({ id, conditions: null });
  expect(all[0]?.items[0]).toMatchObject({ status: 'todo', value: null, valueSource: null, isRequired: true });
  expect(all[2]?.items[0]).toMatchObject({ checklistItemId: null, isRequired: true, isAutoSkipped: false });
});

it('has nothing to show where no workflow asks for anything', async () => {
  const bare = await addTenant(server);
  const { id } = (await bare.ask('POST', '/v1/leads', { body: {} })).json();
  expect((await bare.ask('GET', `/v1/leads/${id}/checklist`)).json()).toEqual({ data: [], nextCursor: null });
});

it('completes an item by its variable, and has it done again without', async () => {
  const id = await create();
  await tenant.ask('PUT', `/v1/leads/${id}/variables/size`, { body: { value: 'large', valueText: 'a big one' } });
  expect(await item(id, 'size')).toMatchObject({ status: 'completed', value: 'a big one', valueSource: 'manual' });
  await tenant.ask('DELETE', `/v1/leads/${id}/variables/size`);
  expect(await item(id, 'size')).toMatchObject({ status: 'todo', value: null, valueSource: null });
  const told = (await eventsOf(tenant, id)).filter(({ type }) => type === 'checklist.item_changed');
  expect(told.map(({ data }) => data)).toMatchObject([
    { code: 'size', status: 'completed' },
    { code: 'size', status: 'todo' },
  ]);
});

it('completes from the first what came in with the lead', async () => {
  const id = await create({ metadata: { size: 'small' } });
  expect(await item(id, 'size')).toMatchObject({ status: 'completed', value: 'small', valueSource: 'imported' });
});

it('sets the variable by the item, as the field has it', async () => {
  const id = await create();
  expect((await change(id, 'size', { value: 'small' })).json()).toMatchObject({ status: 'completed', value: 'small' });
  expect(await variables(id)).toMatchObject({ size: { value: 'small', confidence: 1, source: 'api' } });
  const refused = await change(id, 'size', { value: 'gigantic' });
  expect([refused.statusCode, refused.json().errors[0].pointer]).toEqual([400, '#/value']);
  expect((await item(id, 'size')).value).toBe('small');
  expect((await change(id, 'size', { value: null })).json()).toMatchObject({ status: 'todo', value: null });
  expect(await variables(id)).toEqual({});
});

it('counts an item as required only while its conditions hold', async () => {
  const id = await create();
  expect((await item(id, 'spouse')).isRequired).toBe(false);
  await change(id, 'size', { value: 'large' });
  expect((await item(id, 'spouse')).isRequired).toBe(true);
  expect((await item(id, 'spouse')).conditions).toEqual({ field: 'size', operator: '=', value: 'large' });
});

it.each([
  [{ fieldType: 'NUMBER', config: { min: 1, max: 9 } }, ['1', '9', '2.5'], ['0', '10', 'two', '1e3', '']],
  [{ fieldType: 'DATE' }, ['2026-02-28'], ['2026-02-30', '28.2.2026']],
  [{ fieldType: 'EMAIL' }, ['a@b.co'], ['nobody']],
  [{ fieldType: 'PHONE' }, ['+14155550123'], ['call me']],
  [{ fieldType: 'EIN' }, ['12-3456789', '123456789'], ['1-2']],
  [{ fieldType: 'SELECT', config: { options: ['A', 'B'] } }, ['A'], ['C']],
  [{ fieldType: 'TEXT', config: { pattern: '\\d{4}' } }, ['1234'], ['12345']],
  [{ fieldType: 'FILE' }, [], ['a value']],
])('takes for %j what fits it', async (type, good, bad) => {
  const id = await create();
  await add(id, { label: 'Own', ...type });
  for (const value of good) expect((await change(id, 'OWN', { value })).json()).toMatchObject({ value });
  for (const value of bad) expect((await change(id, 'OWN', { value })).statusCode, value).toBe(400);
});

it('refuses a code that is used, in any case, and a pattern that could run away', async () => {
  const id = await create();
  await add(id, { label: 'Utility bill', fieldType: 'FILE' });
  for (const body of [
    { label: 'Utility  BILL!', fieldType: 'TEXT' },
    { label: 'Other', code: 'Passport', fieldType: 'TEXT' },
  ]) {
    const response = await add(id, body);
    expect([response.statusCode, response.json().reason]).toEqual([409, 'code_used']);
  }
  const two = await Promise.all([1, 2].map(() => add(id, { label: 'Race', fieldType: 'TEXT' })));
  expect(two.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  expect((await add(id, { label: '印鑑', fieldType: 'TEXT' })).json().code).toMatch(/^ITEM_\d+$/);
  const evil = await add(id, { label: 'Evil', fieldType: 'TEXT', config: { pattern: '(a+)+$' } });
  expect([evil.statusCode, evil.json().errors[0].pointer]).toEqual([400, '#/config/pattern']);
});

it('adds once what is sent twice with one key', async () => {
  const id = await create();
  const headers = { 'idempotency-key': 'once' };
  const body = { label: 'Once', fieldType: 'TEXT' };
  const send = () => tenant.ask('POST', `/v1/leads/${id}/checklist-items`, { body, headers });
  const [first, second] = [await send(), await send()];
  expect([first.statusCode, second.statusCode, second.json().id]).toEqual([201, 201, first.json().id]);
});

it('gives a document to its item: it completes it, or waits for a person who checks it by the rules', async () => {
  const id = await create();
  const send = async (code: string) => {
    const fields = { leadChecklistItemId: (await item(id, code)).id };
    return upload(server, tenant, id, { files: [textFile(`${code}.pdf`, '%PDF-1.7')], fields });
  };
  expect((await send('passport')).statusCode).toBe(201);
  expect((await send('statements')).statusCode).toBe(201);
  expect(await item(id, 'passport')).toMatchObject({ status: 'completed', documents: [{ fileName: 'passport.pdf' }] });
  const waiting = await item(id, 'statements');
  expect(waiting).toMatchObject({ status: 'needs_review', documents: [{ checklistItems: [{ label: 'Statements' }] }] });
  const wrong = await send('size');
  expect([wrong.statusCode, wrong.json().errors[0].pointer]).toEqual([400, '#/leadChecklistItemId']);
  await tenant.ask('DELETE', `/v1/leads/${id}/documents/${waiting.documents[0]?.id}`);
  expect(await item(id, 'statements')).toMatchObject({ status: 'todo', documents: [] });
});

it('sets several items by their codes, all or none, and names each unknown code', async () => {
  const id = await create();
  await setChecklistItems(tenant.ctx, {
    leadId: id,
    items: [
      { code: 'SIZE', value: 'small' },
      { code: 'remarks', value: 'none', status: 'needs_review' },
    ],
  });
  expect([await item(id, 'size'), await item(id, 'remarks')]).toMatchObject([
    { value: 'small', status: 'completed' },
    { value: 'none', status: 'needs_review' },
  ]);
  const items = [{ code: 'size', value: 'large' }, { code: 'nothing' }, { code: 'nowhere' }];
  await expect(setChecklistItems(tenant.ctx, { leadId: id, items })).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [{ path: ['checklistItems', 1, 'code'] }, { path: ['checklistItems', 2, 'code'] }],
  });
  expect((await item(id, 'size')).value).toBe('small');
});

it("answers for another's lead, and another lead's item, as for one that is missing", async () => {
  const other = await addTenant(server, { workflows: [collectionWorkflow()] });
  const foreign = (await other.ask('POST', '/v1/leads', { body: {} })).json().id;
  const test = (await tenant.ask('POST', '/v1/leads', { body: {}, key: tenant.testKey })).json().id;
  const own = await create();
  const { id: itemId } = await item(await create(), 'size');
  for (const leadId of [foreign, test]) {
    expect((await tenant.ask('GET', `/v1/leads/${leadId}/checklist`)).statusCode).toBe(404);
    expect((await add(leadId, { label: 'x', fieldType: 'TEXT' })).statusCode).toBe(404);
  }
  for (const leadId of [foreign, test, own]) {
    const url = `/v1/leads/${leadId}/checklist-items/${itemId}`;
    expect((await tenant.ask('PATCH', url, { body: { status: 'skipped' } })).statusCode).toBe(404);
  }
});

it('asks for the scope to write', async () => {
  const key = await tenant.keyWith(['leads:read']);
  const id = await create();
  const body = { label: 'x', fieldType: 'TEXT' };
  const added = await tenant.ask('POST', `/v1/leads/${id}/checklist-items`, { body, key });
  const url = `/v1/leads/${id}/checklist-items/${(await item(id, 'size')).id}`;
  const changed = await tenant.ask('PATCH', url, { body: { status: 'skipped' }, key });
  expect([added.json().scope, changed.json().scope]).toEqual(['leads:write', 'leads:write']);
});

it('is refused what its schema refuses by the verb itself, whatever face asked', async () => {
  const id = await create();
  const good = { leadId: id, label: 'Own', fieldType: 'TEXT' } as const;
  for (const [bad, key] of [
    [{ label: 'x'.repeat(121) }, 'label'],
    [{ code: 'no code! at all/..' }, 'code'],
    [{ config: { hint: 'x'.repeat(9_000) } }, 'config'],
    [{ agentInstructions: 'x'.repeat(1_001) }, 'agentInstructions'],
  ] as const)
    await expect(addChecklistItem(tenant.ctx, { ...good, ...bad }), key).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: [key] }],
    });
  const long = 'x'.repeat(10_001);
  const items = [{ code: 'remarks' }, { code: 'remarks', value: long }];
  await expect(setChecklistItems(tenant.ctx, { leadId: id, items })).rejects.toMatchObject({
    issues: [{ path: ['checklistItems', 1, 'value'] }],
  });
  const { id: itemId } = await item(id, 'remarks');
  const change = { value: long };
  await expect(updateChecklistItem(tenant.ctx, { leadId: id, itemId, change })).rejects.toMatchObject({
    issues: [{ path: ['value'] }],
  });
  expect((await item(id, 'remarks')).value).toBeNull();
});

it('has a person look at what a program sends and the item does not take, and says why', async () => {
  const id = await create();
  const fields = { leadChecklistItemId: (await item(id, 'passport')).id };
  await upload(server, tenant, id, { files: [textFile('passport.pdf', 'MZ')], fields });
  const waiting = await item(id, 'passport');
  const result = { overallValid: false, validationResults: [{ ruleName: 'Kind of file', isValid: false }] };
  expect(waiting).toMatchObject({
    status: 'needs_review',
    documents: [{ contentKind: 'program', checklistItems: [{ overallValid: false, validationResult: result }] }],
  });
});

it('waits for as many files as an item asks for, also after one of them is gone', async () => {
  const id = await create();
  await add(id, { label: 'Pages', fieldType: 'FILE', config: { minFiles: 2 } });
  const fields = { leadChecklistItemId: (await item(id, 'PAGES')).id };
  const send = (name: string) => upload(server, tenant, id, { files: [textFile(name, name)], fields });
  const first = (await send('1.txt')).json().documents[0];
  expect((await item(id, 'PAGES')).status).toBe('todo');
  await send('2.txt');
  expect((await item(id, 'PAGES')).status).toBe('completed');
  await tenant.ask('DELETE', `/v1/leads/${id}/documents/${first.id}`);
  expect((await item(id, 'PAGES')).status).toBe('todo');
});

it('calls a variable invalid that its field takes and its item does not, and complete once it fits', async () => {
  const strict = await addTenant(server, { workflows: [strictWorkflow] });
  const { id } = (await strict.ask('POST', '/v1/leads', { body: {} })).json();
  const set = (value: string) => strict.ask('PUT', `/v1/leads/${id}/variables/ein`, { body: { value } });
  const shown = async () => (await strict.ask('GET', `/v1/leads/${id}/checklist`)).json().data[0].items[0];
  await set('12');
  const problem = 'An EIN has nine digits, such as 12-3456789.';
  expect(await shown()).toMatchObject({ status: 'invalid', value: '12', problem });
  await set('12-3456789');
  expect(await shown()).toMatchObject({ status: 'completed', value: '12-3456789', problem: null });
  const refused = await strict.ask('PATCH', `/v1/leads/${id}/checklist-items/${(await shown()).id}`, {
    body: { value: 'none' },
  });
  expect([refused.statusCode, refused.json().errors[0].detail]).toEqual([400, problem]);
});

it('does not move the run on by a last value that a person is still to look at', async () => {
  const id = await create();
  for (const code of ['passport', 'statements']) await change(id, code, { status: 'completed' });
  await change(id, 'size', { value: 'small', status: 'needs_review' });
  expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().run).toMatchObject({ status: { key: 'open' } });
});

it('moves the run on when all that is wanted is done, once, and tells of it', async () => {
  const id = await create();
  const done = async () => (await eventsOf(tenant, id)).filter(({ type }) => type === 'checklist.completed').length;
  const statusOf = async () => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  await change(id, 'size', { value: 'large' });
  await change(id, 'passport', { status: 'completed' });
  await change(id, 'statements', { status: 'needs_review', problem: 'Page 2 is missing.' });
  expect((await item(id, 'statements')).problem).toBe('Page 2 is missing.');
  await change(id, 'statements', { status: 'skipped', problem: 'not kept' });
  expect([(await item(id, 'statements')).problem, await done()]).toEqual([null, 0]);
  // The spouse is asked for as long as the size is large.
  await tenant.ask('PUT', `/v1/leads/${id}/variables/size`, { body: { value: 'small' } });
  expect(await statusOf()).toMatchObject({ stage: 'new', run: { isActive: false, status: { key: 'done' } } });
  await change(id, 'remarks', { value: 'none' });
  expect(await done()).toBe(1);
  await add(id, { label: 'One more', fieldType: 'TEXT' });
  await change(id, 'ONE_MORE', { value: 'x' });
  expect(await done()).toBe(2);
});

const strictWorkflow = {
  fileName: 'strict.yaml',
  text: `
key: strict
name: Strict
goal: collection
agent: { name: Alex, role: the assistant }
fields: [{ key: ein, label: EIN, type: text, ask: Which EIN? }]
statuses: [{ key: open, label: Open, category: active, flags: [initial] }]
checklist: [{ name: All, items: [{ code: ein, label: EIN, fieldType: EIN, field: ein }] }]
`,
};
