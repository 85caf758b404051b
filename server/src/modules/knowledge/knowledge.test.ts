import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
beforeEach(async () => {
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const documents = '/v1/knowledge/documents';
const add = (path: string, text: string, more: object = {}, at = tenant) =>
  at.ask('POST', documents, { body: { path, text, ...more } });
const ask = async (question: string, more = '', at = tenant) =>
  (await at.ask('GET', `/v1/knowledge/search?question=${encodeURIComponent(question)}${more}`)).json().data;

const visit = `# Visiting us

## Parking

There is a car park behind the house. It is free for two hours. Ring the bell at the gate.

## Dogs

Small dogs are welcome. Please keep them on a lead.

## Paying

We take cash and every card, American Express too.
`;
const prices = `# Prices

A cut costs 45 dollars and takes 40 minutes.

Balayage is 180 dollars: plan three hours for it.
`;

describe('a document', () => {
  it('is added, listed, read, replaced and deleted', async () => {
    const made = await add('visit.md', visit);
    expect(made.statusCode, made.body).toBe(201);
    const document = made.json();
    expect(document).toMatchObject({ path: 'visit.md', title: 'Visiting us', language: 'en', passageCount: 3 });
    expect(made.headers.location).toBe(`${documents}/${document.id}`);
    const whole = (await tenant.ask('GET', `${documents}/${document.id}`)).json();
    expect(whole).toMatchObject({ ...document, text: visit });
    expect(whole.passages.map(({ heading }: { heading: string }) => heading)).toEqual(['Parking', 'Dogs', 'Paying']);
    await add('hair-colour.txt', 'We use colours without ammonia.', { language: 'en-GB' });
    const listed = (await tenant.ask('GET', documents)).json().data;
    expect(listed.map(({ title }: { title: string }) => title)).toEqual(['Hair colour', 'Visiting us']);
    expect(listed[1]).toEqual(document);
    expect((await tenant.ask('GET', `${documents}?path=visit.md`)).json().data).toEqual([document]);
    const body = { text: 'Cats are welcome.', title: 'Cats' };
    const replaced = await tenant.ask('PUT', `${documents}/${document.id}`, { body });
    expect(replaced.json()).toMatchObject({ id: document.id, path: 'visit.md', title: 'Cats', passageCount: 1 });
    expect(replaced.json().createdAt).toBe(document.createdAt);
    expect(replaced.json().sha256).not.toBe(document.sha256);
    expect(await ask('parking')).toEqual([]);
    expect(await ask('Are cats welcome?')).toMatchObject([{ answer: 'Cats are welcome.', confidence: 1 }]);
    expect((await tenant.ask('DELETE', `${documents}/${document.id}`)).statusCode).toBe(204);
    expect((await tenant.ask('DELETE', `${documents}/${document.id}`)).statusCode).toBe(404);
    expect((await tenant.ask('PUT', `${documents}/${document.id}`, { body })).statusCode).toBe(404);
    expect(await ask('Are cats welcome?')).toEqual([]);
    const audit = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select verb from audit_log where object_id = ${document.id} order by id`,
    );
    expect(audit.map(({ verb }) => verb)).toEqual([
      'createKnowledgeDocument',
      'replaceKnowledgeDocument',
      'deleteKnowledgeDocument',
    ]);
  });

  it.each([
    ['no text', { text: '' }, '#/text'],
    ['headings alone', { text: '# One\n\n## Two\n' }, '#/text'],
    ['what is no text', { text: '%PDF-1.7\n\u0001\u0002' }, '#/text'],
    ['too much', { text: 'a '.repeat(100_001) }, '#/text'],
    ['a language that is none', { text: 'Hello.', language: 'English!' }, '#/language'],
    ['a path of two lines', { text: 'Hello.', path: 'a\nb' }, '#/path'],
  ])('is refused with %s', async (_, body, pointer) => {
    const refused = await tenant.ask('POST', documents, { body: { path: 'page.md', ...body } });
    expect(refused.statusCode, refused.body).toBe(400);
    expect(refused.json().errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });

  it('has a path of its own', async () => {
    const { id } = (await add('a.md', 'Hello.')).json();
    const other = (await add('b.md', 'Hello.')).json();
    const taken = await add('a.md', 'Hello again.');
    expect([taken.statusCode, taken.json().reason]).toEqual([409, 'path_taken']);
    const body = { text: 'Hello again.', path: 'b.md' };
    expect((await tenant.ask('PUT', `${documents}/${id}`, { body })).statusCode).toBe(409);
    expect((await tenant.ask('GET', documents)).json().data).toHaveLength(2);
    expect((await tenant.ask('GET', `${documents}/${other.id}`)).json().text).toBe('Hello.');
  });

  it('is not taken where a workspace has a thousand, or twenty thousand passages', async () => {
    const fill = (count: number, passages: number) =>
      transaction(
        tenant.ctx,
        ({ tx, workspace, at }) => tx`
          insert into knowledge_documents (workspace_id, id, path, title, language, stemmer, body, sha256, passage_count,
            created_at, updated_at)
          select ${workspace.id}, gen_random_uuid(), 'filled/' || n, 'Filled', 'en', 'english', 'x', 'x', ${passages},
            ${at}, ${at} from generate_series(1, ${count}) n`,
      );
    await fill(1, 19_999);
    expect((await add('one.md', 'One passage.')).statusCode).toBe(201);
    const full = await add('two.md', 'Another passage.');
    expect([full.statusCode, full.json().reason]).toEqual([409, 'knowledge_full']);
    expect(full.json().detail).toContain('20000 of 20000');
    await transaction(tenant.ctx, ({ tx }) => tx`delete from knowledge_documents`);
    await fill(1000, 1);
    expect((await add('two.md', 'Another passage.')).json().reason).toBe('knowledge_full');
  });

  it("is no test key's to change, and no other workspace's to see, find or change", async () => {
    const { id } = (await add('visit.md', visit)).json();
    const refused = await tenant.ask('POST', documents, { body: { path: 'a', text: 'b' }, key: tenant.testKey });
    expect([refused.statusCode, refused.json().reason]).toEqual([403, 'test_key']);
    for (const method of ['PUT', 'DELETE'] as const) {
      const body = method === 'PUT' ? { body: { text: 'b' } } : {};
      const answer = await tenant.ask(method, `${documents}/${id}`, { key: tenant.testKey, ...body });
      expect([method, answer.statusCode]).toEqual([method, 403]);
    }
    const reader = await tenant.keyWith(['workflows:read']);
    expect((await tenant.ask('DELETE', `${documents}/${id}`, { key: reader })).statusCode).toBe(403);
    const other = await addTenant(server);
    await add('own.md', 'Chairs are for sale.', {}, other);
    for (const question of ['Where is the parking?', 'parkng', 'Are dogs allowed?', 'visiting']) {
      expect(await ask(question, '', other), question).toEqual([]);
      expect((await ask(question)).length, question).toBeGreaterThan(0);
    }
    // What the rest of the search would leave out anyway must not come out of the database.
    const seen = (at: TestTenant) =>
      transaction(
        at.ctx,
        ({ tx }) => tx`
          select weight from search_knowledge(array['park'], array['park'], array[0], array[1::float8], 100, 100)`,
      );
    expect([(await seen(tenant)).length, (await seen(other)).length]).toEqual([1, 0]);
    const nowhere = await tenant.ctx.db.sql`
      select weight from search_knowledge(array['park'], array['park'], array[0], array[1::float8], 100, 100)`;
    expect(nowhere).toHaveLength(0);
    expect((await other.ask('GET', documents)).json().data).toHaveLength(1);
    expect((await other.ask('GET', `${documents}/${id}`)).statusCode).toBe(404);
    expect((await other.ask('PUT', `${documents}/${id}`, { body: { text: 'b' } })).statusCode).toBe(404);
    expect((await other.ask('DELETE', `${documents}/${id}`)).statusCode).toBe(404);
    expect((await tenant.ask('GET', `${documents}/${id}`)).json().text).toBe(visit);
  });
});

describe('a question', () => {
  beforeEach(async () => {
    await add('visit.md', visit);
    await add('prices.md', prices);
  });

  it.each([
    ['Is there parking?', 'Parking', 'There is a car park behind the house.'],
    ['where can I park my car', 'Parking', 'There is a car park behind the house.'],
    ['is there any parkng?', 'Parking', 'There is a car park behind the house.'],
    ['Can I bring my dog?', 'Dogs', 'Small dogs are welcome.'],
    ['Do you take credit cards?', 'Paying', 'We take cash and every card, American Express too.'],
    ['how much is a balayage?', '', 'Balayage is 180 dollars'],
    ['How much does balajage cost?', '', 'Balayage is 180 dollars'],
  ])('finds what it asks for: %s', async (question, heading, answer) => {
    const [best] = await ask(question);
    expect(best).toMatchObject({ heading, answer: expect.stringContaining(answer) });
    expect(best.confidence).toBeGreaterThanOrEqual(0.6);
  });

  it.each([
    'Do you do eyelash extensions?',
    'Who is the owner of the salon?',
    'Is the bus near the cinema?',
    'the and of',
  ])('is not answered with confidence where nothing says it: %s', async (question) => {
    expect((await ask(question))[0]?.confidence ?? 0).toBeLessThan(0.6);
  });

  it('finds the words of its language by their stems', async () => {
    await add('anfahrt.md', '# Anfahrt\n\nParkplätze gibt es hinter dem Haus.', { language: 'de' });
    await add('pagos.md', '# Pagos\n\nAceptamos tarjetas de crédito.', { language: 'es' });
    expect(await ask('Gibt es einen Parkplatz?', '&language=de&limit=1')).toMatchObject([{ path: 'anfahrt.md' }]);
    expect(await ask('¿Puedo pagar con tarjeta?', '&language=es&limit=1')).toMatchObject([
      { path: 'pagos.md', answer: 'Aceptamos tarjetas de crédito.' },
    ]);
  });

  it('finds a hyphenated word without its hyphen', async () => {
    await add('net.md', 'Wi-Fi is free for guests.');
    expect((await ask('Is there wifi?'))[0]).toMatchObject({ path: 'net.md', confidence: 1 });
  });
});
