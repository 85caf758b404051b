import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile, upload } from '../../../test/upload.ts';
import { createFileLinks } from '../../kernel/file-links.ts';
import type { LeadDocument } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
let now: Date;
beforeAll(async () => {
  now = new Date();
  server = await startTestServer({ worker: false, clock: { now: () => now } });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const create = async (key?: string): Promise<string> =>
  (await tenant.ask('POST', '/v1/leads', { body: {}, ...(key && { key }) })).json().id;
const send = (leadId: string, files: readonly File[], fields = {}) => upload(server, tenant, leadId, { files, fields });
const keep = async (leadId: string, name = 'a.txt', text = 'a'): Promise<LeadDocument> =>
  (await send(leadId, [textFile(name, text)])).json().documents[0];
const list = async (leadId: string): Promise<LeadDocument[]> =>
  (await tenant.ask('GET', `/v1/leads/${leadId}/documents`)).json().data;
const fetched = (address: string) => server.app.inject(new URL(address).pathname);
const stored = async () => {
  const folder = join(server.context.config.dataDir, 'documents', tenant.ctx.workspace.id);
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
};

it('keeps files, lists them newest first, and gives them back by their links', async () => {
  const id = await create();
  const details = JSON.stringify([{ externalId: 'x-1', metadata: { documentType: 'bill' } }, { name: 'Second.txt' }]);
  const response = await send(id, [textFile('first.txt', 'one'), textFile('b.txt', 'zwei')], { details });
  expect(response.statusCode).toBe(201);
  const { documents, actionLogId } = response.json();
  expect(documents).toMatchObject([
    { fileName: 'first.txt', mimeType: 'text/plain', sizeBytes: 3, externalId: 'x-1', checklistItems: [] },
    { fileName: 'Second.txt', sizeBytes: 4, externalId: null, metadata: {} },
  ]);
  expect(documents[0].metadata).toEqual({ documentType: 'bill' });
  expect((await list(id)).map(({ id }) => id)).toEqual([documents[1].id, documents[0].id]);
  expect((await fetched(documents[1].url)).body).toBe('zwei');
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=1`)).json();
  expect(data[0]).toMatchObject({ id: actionLogId, type: 'document_upload', actor: { kind: 'api_key' } });
  const events = (await eventsOf(tenant, id)).filter(({ type }) => type === 'document.received');
  expect(events.map(({ data }) => Reflect.get(Object(data), 'documentId'))).toEqual(
    documents.map(({ id }: LeadDocument) => id),
  );
});

it('serves a file as a download that runs nothing, under its own name', async () => {
  const id = await create();
  const sent = await send(id, [textFile('Ünï "x" (1)\'.html', '<script>', 'text/html')]);
  const { url } = sent.json().documents[0];
  const response = await fetched(url);
  expect(response.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'content-length': '8',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  });
  const disposition = String(response.headers['content-disposition']);
  expect(disposition).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''%C3%9Cn%C3%AF%20/);
  expect(disposition).not.toMatch(/filename\*=.*['()].*['()]{2}/);
  const pdf = (await send(id, [textFile('a.pdf', '%PDF', 'application/pdf')])).json();
  expect((await fetched(pdf.documents[0].url)).headers['content-type']).toBe('application/pdf');
});

it('refuses a link that is expired, changed, or another installation’s, and says which', async () => {
  const document = await keep(await create());
  const before = now;
  now = new Date(before.getTime() + 3_599_000);
  expect((await fetched(document.url)).statusCode).toBe(200);
  now = new Date(before.getTime() + 3_601_000);
  const expired = await fetched(document.url);
  now = before;
  expect([expired.statusCode, expired.json().reason]).toEqual([404, 'link_expired']);
  const link = { workspaceId: tenant.ctx.workspace.id, documentId: document.id, expiresAt: new Date(8e12) };
  const forged = createFileLinks(Buffer.alloc(32, 9), server.url).sign(link);
  const changed = document.url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const address of [forged, changed, `${server.url}/files/x`]) {
    const response = await fetched(address);
    expect([response.statusCode, response.json().code, response.json().reason]).toEqual([404, 'not_found', undefined]);
  }
});

it('opens nothing of a document or a lead that is deleted, and keeps no file of either', async () => {
  const id = await create();
  const [one, other] = [await keep(id), await keep(id)];
  expect((await tenant.ask('DELETE', `/v1/leads/${id}/documents/${one.id}`)).statusCode).toBe(204);
  expect((await fetched(one.url)).statusCode).toBe(404);
  expect((await tenant.ask('DELETE', `/v1/leads/${id}/documents/${one.id}`)).statusCode).toBe(404);
  expect((await list(id)).map(({ id }) => id)).toEqual([other.id]);
  await vi.waitFor(async () => expect(await stored()).not.toContain(one.id));
  await tenant.ask('DELETE', `/v1/leads/${id}`);
  expect((await fetched(other.url)).statusCode).toBe(404);
  expect(await stored()).toContain(other.id);
  expect((await tenant.ask('POST', `/v1/leads/${id}/erase`)).statusCode).toBe(204);
  expect(await stored()).not.toContain(other.id);
});

it('says that a file is gone where somebody removed it by hand', async () => {
  const document = await keep(await create());
  const folder = join(server.context.config.dataDir, 'documents', tenant.ctx.workspace.id);
  await rm(folder, { recursive: true });
  await mkdir(folder);
  expect((await fetched(document.url)).statusCode).toBe(404);
});

it.each([
  ['no file', [], {}, 400, '#/files'],
  ['details that are no JSON', [textFile('a', '')], { details: '{' }, 400, '#/details'],
  ['details with a null byte', [textFile('a', '')], { details: '[{"name":"a\\u0000"}]' }, 400, '#/details/0/name'],
  [
    'details with half a surrogate pair',
    [textFile('a', '')],
    { details: '[{"externalId":"\\ud83d"}]' },
    400,
    '#/details/0/externalId',
  ],
  ['details with unknown keys', [textFile('a', '')], { details: '[{"nam":"x"}]' }, 400, '#/details/0/nam'],
  ['an item that is no id', [textFile('a', '')], { leadChecklistItemId: 'x' }, 400, '#/leadChecklistItemId'],
] as const)(
  'answers an upload with %s by what is wrong, and keeps nothing',
  async (_what, files, fields, status, pointer) => {
    const id = await create();
    const before = await stored();
    const response = await send(id, files, fields);
    const problem = response.json();
    expect([response.statusCode, problem.errors?.[0]?.pointer]).toEqual([status, pointer]);
    expect([await list(id), await stored()]).toEqual([[], before]);
  },
);

it('answers 404 for an item of nobody, before the body for a lead of nobody, and keeps nothing', async () => {
  const before = await stored();
  const item = await send(await create(), [textFile('a', 'a')], { leadChecklistItemId: MISSING });
  expect([item.statusCode, item.json().detail]).toEqual([404, 'No checklist item with this id in this workspace.']);
  const other = await addTenant(server);
  const foreign = (await other.ask('POST', '/v1/leads', { body: {} })).json().id;
  const deleted = await create();
  await tenant.ask('DELETE', `/v1/leads/${deleted}`);
  for (const leadId of [MISSING, foreign, deleted, await create(tenant.testKey)]) {
    const response = await send(leadId, [textFile('a', 'a')]);
    expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
    expect((await tenant.ask('GET', `/v1/leads/${leadId}/documents`)).statusCode).toBe(404);
    const gone = await tenant.ask('DELETE', `/v1/leads/${leadId}/documents/${MISSING}`);
    expect([gone.statusCode, gone.json().detail]).toEqual([404, 'No lead with this id in this workspace.']);
  }
  expect(await stored()).toEqual(before);
});

it('shows and deletes no document by another lead of the same workspace', async () => {
  const document = await keep(await create());
  const response = await tenant.ask('DELETE', `/v1/leads/${await create()}/documents/${document.id}`);
  expect([response.statusCode, response.json().detail]).toEqual([404, 'No document with this id in this workspace.']);
  expect((await fetched(document.url)).statusCode).toBe(200);
});

it('asks for the scope to write or to read', async () => {
  const id = await create();
  const reader = await tenant.keyWith(['leads:read']);
  const writer = await tenant.keyWith(['leads:write']);
  const refused = await upload(server, tenant, id, { files: [textFile('a', '')], key: reader });
  expect([refused.statusCode, refused.json().scope]).toEqual([403, 'leads:write']);
  const unread = await tenant.ask('GET', `/v1/leads/${id}/documents`, { key: writer });
  expect([unread.statusCode, unread.json().scope]).toEqual([403, 'leads:read']);
});

it('keeps neither row nor file where the row cannot be written', async () => {
  const id = await create();
  const before = await stored();
  const metadata = { name: 'x'.repeat(201) };
  const response = await send(id, [textFile('a', 'a')], { details: JSON.stringify([metadata]) });
  expect(response.statusCode).toBe(400);
  const { uploadDocuments } = await import('./index.ts');
  const { Readable } = await import('node:stream');
  const files = (async function* () {
    yield { field: 'f', fileName: 'nul\0', mimeType: 'text/plain', stream: Readable.from([Buffer.from('a')]) };
  })();
  await expect(uploadDocuments(tenant.ctx, { files, about: () => ({ leadId: id }) })).rejects.toThrow();
  expect([await list(id), await stored()]).toEqual([[], before]);
});

const MISSING = '01890000-0000-7000-8000-000000000000';

it('keeps one content once, for whichever lead it came, until the last of them is erased', async () => {
  const [one, two] = [await create(), await create()];
  const [kept, same] = [await keep(one, 'a.txt', 'the same'), await keep(two, 'b.txt', 'the same')];
  const folder = join(server.context.config.dataDir, 'documents', tenant.ctx.workspace.id);
  const twins = (await readdir(folder, { recursive: true })).filter(
    (path) => path.endsWith(kept.id) || path.endsWith(same.id),
  );
  const inodes = await Promise.all(twins.map(async (path) => (await stat(join(folder, path))).ino));
  expect([twins.length, new Set(inodes).size]).toEqual([2, 1]);
  expect((await tenant.ask('POST', `/v1/leads/${one}/erase`)).statusCode).toBe(204);
  expect([(await fetched(kept.url)).statusCode, (await fetched(same.url)).body]).toEqual([404, 'the same']);
  expect((await tenant.ask('POST', `/v1/leads/${two}/erase`)).statusCode).toBe(204);
  await vi.waitFor(async () => expect(await stored()).not.toContain(same.id));
});

it('says what a file is by its content', async () => {
  const sent = await send(await create(), [
    textFile('a.pdf', '%PDF-1.7'),
    textFile('b.pdf', 'MZ'),
    textFile('c', '\x01'),
  ]);
  const kinds = sent.json().documents.map(({ contentKind }: LeadDocument) => contentKind);
  expect(kinds).toEqual(['pdf', 'program', null]);
});
