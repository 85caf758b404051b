import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOmniTenant, type OmniTenant } from '../../../test/omni-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let omni: OmniTenant;
let other: OmniTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  omni = await addOmniTenant(server);
  other = await addOmniTenant(server);
});
afterAll(() => server.stop());

type Field = readonly [name: string, value: string | File];
const pdf = (name: string, text = 'a page') => new File([text], name, { type: 'application/pdf' });

/** Over a real connection: what a client's multipart looks like is part of the contract. */
async function upload(fields: readonly Field[], key = omni.key) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const response = await fetch(`${server.url}/omni/api/v1/documents`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body,
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const create = async () => (await omni.ask('POST', '/leads', { firstName: 'Ada' })).json().lead.id;
const read = async (leadId: string) => (await omni.ask('GET', `/leads/${leadId}`)).json();
const itemOf = async (leadId: string, code: string) =>
  (await read(leadId)).checklistItems
    .flatMap((group: { items: object[] }) => group.items)
    .find((item: { checklistItem: { code: string } }) => item.checklistItem.code === code);

describe('uploading', () => {
  it('keeps files in their order, with the names and ids that come with them', async () => {
    const leadId = await create();
    const metadata = JSON.stringify([{ externalId: 'ext-1', name: 'January.pdf', other: 1 }]);
    const { status, body } = await upload([
      ['leadId', leadId],
      ['files', pdf('a.pdf', 'first')],
      ['files', pdf('b.pdf')],
      ['metadata', metadata],
    ]);
    expect(status).toBe(200);
    const common = { id: expect.any(String), url: expect.any(String), uploadedAt: expect.any(String) };
    expect(body).toEqual({
      success: true,
      documents: [
        { ...common, filename: 'January.pdf', size: 5, mimeType: 'application/pdf', associatedChecklistItemId: null },
        { ...common, filename: 'b.pdf', size: 6, mimeType: 'application/pdf', associatedChecklistItemId: null },
      ],
      actionLogId: expect.any(String),
    });
    const { actionLogs } = await read(leadId);
    expect(actionLogs.find((log: { id: string }) => log.id === body.actionLogId)).toMatchObject({
      type: 'DOCUMENT_UPLOAD',
      leadId,
    });
    const native = (await omni.tenant.ask('GET', `/v1/leads/${leadId}/documents`)).json().data;
    expect(native.map((document: { externalId: unknown }) => document.externalId)).toContain('ext-1');
  });

  it('gives them to an item, wherever in the form it is named, and lists them with it', async () => {
    const leadId = await create();
    const item = await itemOf(leadId, 'statement');
    const { body } = await upload([
      ['files', pdf('statement.pdf', '%PDF-1')],
      ['leadChecklistItemId', item.id],
      ['leadId', leadId],
    ]);
    const [uploaded] = body.documents;
    expect(uploaded.associatedChecklistItemId).toBe(item.id);
    const list = await omni.ask('GET', `/leads/${leadId}/documents`);
    const document = {
      id: uploaded.id,
      filename: 'statement.pdf',
      mimeType: 'application/pdf',
      size: 6,
      metadata: {
        extractionStatus: 'completed',
        'Matched checklist items': [{ leadChecklistItemId: item.id, label: 'Bank statement' }],
      },
      signedUrl: expect.any(String),
      createdAt: expect.any(String),
      leadChecklistItemDocument: [
        {
          id: expect.any(String),
          leadChecklistItemId: item.id,
          documentId: uploaded.id,
          overallValid: null,
          validationResult: null,
        },
      ],
    };
    expect([list.statusCode, list.json()]).toEqual([200, [document]]);
    expect(await itemOf(leadId, 'statement')).toMatchObject({ status: 'NEEDS_REVIEW', documents: [document] });
    expect((await read(leadId)).documents).toEqual([document]);
  });

  it('answers with links that open the file without a key', async () => {
    const leadId = await create();
    const { body } = await upload([
      ['leadId', leadId],
      ['files', pdf('open.pdf', 'the very page')],
    ]);
    const [{ signedUrl }] = (await omni.ask('GET', `/leads/${leadId}/documents`)).json();
    for (const link of [body.documents[0].url, signedUrl]) {
      const response = await fetch(server.url + new URL(link).pathname);
      expect([response.status, await response.text()]).toEqual([200, 'the very page']);
    }
  });
});

describe('refuses', () => {
  const one: Field = ['files', pdf('a.pdf')];
  const missing = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';

  it.each<[string, (leadId: string) => Field[], number, unknown]>([
    ['no lead', () => [one], 400, [['leadId']]],
    ['no file', (leadId) => [['leadId', leadId]], 400, [['files']]],
    ['metadata that is no JSON', (leadId) => [['leadId', leadId], one, ['metadata', '{']], 400, [['metadata']]],
    ['metadata that is no list', (leadId) => [['leadId', leadId], one, ['metadata', '"x"']], 400, [['metadata']]],
    [
      'a null byte in the metadata',
      (leadId) => [['leadId', leadId], one, ['metadata', '[{"name": "a\\u0000b"}]']],
      400,
      [['metadata', 0, 'name']],
    ],
    ['an id that is none', () => [['leadId', 'none'], one], 404, undefined],
    ['an unknown lead', () => [['leadId', missing], one], 404, undefined],
    ['an unknown item', (leadId) => [['leadId', leadId], ['leadChecklistItemId', missing], one], 404, undefined],
    ['eleven files', (leadId) => [['leadId', leadId], ...Array.from({ length: 11 }, (): Field => one)], 413, undefined],
  ])('%s, and keeps nothing', async (_what, fieldsOf, status, paths) => {
    const leadId = await create();
    const answer = await upload(fieldsOf(leadId));
    expect([answer.status, answer.body.issues?.map((issue: { path: unknown }) => issue.path)]).toEqual([status, paths]);
    expect(answer.body).toMatchObject({ error: expect.any(String), message: expect.any(String) });
    expect((await omni.ask('GET', `/leads/${leadId}/documents`)).json()).toEqual([]);
  });

  it("an item that takes a value, another lead's item, another workspace's lead", async () => {
    const leadId = await create();
    const value = await itemOf(leadId, 'business_name');
    const foreign = await itemOf(await create(), 'statement');
    const theirs = (await other.ask('POST', '/leads', { firstName: 'Theirs' })).json().lead.id;
    const to = (lead: string, item?: string): Field[] => [
      ['leadId', lead],
      ...(item === undefined ? [] : [['leadChecklistItemId', item] as const]),
      one,
    ];
    expect((await upload(to(leadId, value.id))).status).toBe(400);
    expect((await upload(to(leadId, foreign.id))).status).toBe(404);
    expect((await upload(to(theirs))).status).toBe(404);
    expect((await upload(to(leadId), 'A'.repeat(40))).status).toBe(401);
  });

  it('a body that is no multipart', async () => {
    const response = await omni.ask('POST', '/documents', { leadId: missing });
    expect([response.statusCode, response.json().error]).toEqual([400, 'bad_request']);
  });
});
