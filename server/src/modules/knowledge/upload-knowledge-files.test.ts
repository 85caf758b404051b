import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { textFile } from '../../../test/upload.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

async function upload(files: readonly File[], fields: Record<string, string> = {}, key = tenant.liveKey) {
  const form = new FormData();
  for (const file of files) form.append('files', file);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const encoded = new Response(form);
  return server.app.inject({
    method: 'POST',
    url: '/v1/knowledge/files',
    headers: { authorization: `Bearer ${key}`, 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
}
const list = async () => (await tenant.ask('GET', '/v1/knowledge/documents')).json().data;
const parking = '# Visiting us\n\nThere is a car park behind the house.\n';

it('adds each file under its name, and replaces one that is there', async () => {
  const made = await upload(
    [textFile('visit.md', parking, 'text/markdown'), textFile('hours.txt', '\uFEFFWe open at nine.')],
    { folder: 'house/', language: 'en-GB' },
  );
  expect(made.statusCode, made.body).toBe(201);
  const { data } = made.json();
  expect(data).toMatchObject([
    { path: 'house/visit.md', title: 'Visiting us', language: 'en-GB' },
    { path: 'house/hours.txt', title: 'Hours' },
  ]);
  const question = encodeURIComponent('Is there a car park?');
  const found = (await tenant.ask('GET', `/v1/knowledge/search?question=${question}`)).json().data;
  expect(found[0]).toMatchObject({ path: 'house/visit.md', answer: 'There is a car park behind the house.' });
  const again = (await upload([textFile('visit.md', 'Park in the street.')], { folder: 'house' })).json().data;
  expect(again).toMatchObject([{ id: data[0].id, createdAt: data[0].createdAt, path: 'house/visit.md' }]);
  expect(again[0].sha256).not.toBe(data[0].sha256);
  expect(await list()).toHaveLength(2);
});

const png = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])], 'picture.md');
it.each<[string, File[], Record<string, string>, number, RegExp]>([
  ['no file', [], { language: 'en' }, 400, /Send at least one/],
  ['a PDF', [textFile('prices.pdf', '%PDF-1.7')], {}, 400, /prices\.pdf: send a file that ends in \.md/],
  ['bytes that are no text', [png], {}, 400, /picture\.md: this is no text in UTF-8/],
  ['text with control characters', [textFile('a.txt', 'a\u0000b')], {}, 400, /a\.txt: This is no text/],
  ['headings alone', [textFile('a.md', '# Nothing')], {}, 400, /has no text under its headings/],
  ['an empty file', [textFile('a.md', '')], {}, 400, /a\.md/],
  ['too many characters', [textFile('a.md', 'word '.repeat(50_000))], {}, 400, /At most 200,000 characters/],
  ['too many bytes', [textFile('a.md', 'word '.repeat(300_000))], {}, 413, /over 1 MB/],
  ['one name twice', [textFile('a.md', 'one'), textFile('a.md', 'two')], {}, 400, /give a name once/],
  ['too many files', Array.from({ length: 21 }, (_, at) => textFile(`${at}.md`, 'x')), {}, 413, /At most 20 files/],
  ['an unknown field', [textFile('a.md', 'one')], { colour: 'red' }, 400, /colour/],
  ['a language that is none', [textFile('a.md', 'one')], { language: 'English!' }, 400, /BCP 47/],
])('takes nothing where there is %s', async (_what, files, fields, status, message) => {
  const before = await list();
  const good = files.length > 0 && files.length < 20 ? [textFile('good.md', 'This one is fine.'), ...files] : files;
  const refused = await upload(good, fields);
  expect(refused.statusCode, refused.body).toBe(status);
  expect(refused.body).toMatch(message);
  expect(await list()).toEqual(before);
});

it('names each file that cannot be taken, with its place', async () => {
  const before = await list();
  const files = [
    textFile('prices.pdf', '%PDF-1.7'),
    textFile('good.md', 'This one is fine.'),
    png,
    textFile('good.md', 'Once more.'),
    textFile('long.md', 'word '.repeat(50_000)),
    textFile('empty.md', '# Nothing'),
  ];
  const refused = await upload(files);
  expect(refused.statusCode, refused.body).toBe(400);
  expect(refused.json().errors).toEqual([
    { pointer: '#/files/0', detail: 'prices.pdf: send a file that ends in .md, .markdown or .txt.' },
    { pointer: '#/files/2', detail: 'picture.md: this is no text in UTF-8.' },
    { pointer: '#/files/3', detail: 'good.md: give a name once.' },
    { pointer: '#/files/4', detail: expect.stringMatching(/^long\.md: At most 200,000 characters/) },
    { pointer: '#/files/5', detail: 'empty.md has no text under its headings.' },
  ]);
  expect(await list()).toEqual(before);
});

it('needs the scope and a live key, and multipart/form-data', async () => {
  const file = [textFile('b.md', 'one')];
  expect((await upload(file, {}, await tenant.keyWith(['workflows:read']))).statusCode).toBe(403);
  expect((await upload(file, {}, tenant.testKey)).statusCode).toBe(403);
  expect((await tenant.ask('POST', '/v1/knowledge/files', { body: { path: 'a.md' } })).statusCode).toBe(415);
});
