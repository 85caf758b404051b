import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceTenant } from './faces/face.ts';
import { faces } from './faces/faces.ts';
import type { Person } from './faces/person.ts';
import { addFaceTenant } from './faces/tenant.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: FaceTenant;

beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addFaceTenant(server, { workflows: [{ fileName: 'budget.yaml', text: budgetWorkflow }] });
});
afterAll(() => server.stop());

const budgetWorkflow = `
key: budget
name: Budget
goal: qualification
agent: { name: Alex, role: Adviser }
statuses:
  - { key: new, label: New, category: active, flags: [initial] }
fields:
  - { key: budget, label: Budget, type: text, ask: What is your budget?, required: false }
checklist:
  - name: Basics
    items:
      - { code: budget, label: Budget, fieldType: TEXT, field: budget }
`;

let calls = 0;
/** A number of its own for each lead, as Coachbot refuses a second one and Nexor takes it for the same person. */
const phone = () => `+4471234${String(10_000 + ++calls)}`;
const address = () => `person-${++calls}@example.com`;

const persons: Readonly<Record<string, () => Person>> = {
  'every field set': () => ({
    name: 'Jane Mary Doe',
    email: address(),
    phone: phone(),
    businessName: 'Acme Corp',
    title: 'Head of Sales',
    website: 'https://acme.example.com',
    goal: 'Move from a competitor',
    intent: 'buy',
    timeline: 'this month',
    score: 72,
    notes: 'Knows what she wants',
    source: 'newsletter',
    metadata: { industry: 'B2B SaaS', seats: 12, nested: { list: [1, 'two', null, true] } },
    budget: 'about 500 a month',
    tags: ['Hot', 'trade fair'],
    externalId: `crm-${++calls}`,
  }),
  'most fields absent': () => ({ name: 'Jane Doe', phone: phone() }),
  'hostile text': () => ({
    name: `🦊 "Robert'); DROP <b>שלום</b> \u202eevil ${'ü'.repeat(40)}`,
    email: address(),
    phone: phone(),
    businessName: `O'Hara & "Söhne" <script>alert(1)</script> 👩‍👩‍👧‍👦`,
    title: '\\"{{jndi}}"\\',
    goal: `${'a"b\\c\n😀 '.repeat(180)}`,
    timeline: 'مرحبا «soon»',
    notes: 'x'.repeat(4_000),
    metadata: { long: `${'😀é"\\'.repeat(2_000)}`, ключ: 'مرحبا', 'a.b': { 'c"d': '\u2028' }, constructor: 'x' },
    budget: `${'"€\\'.repeat(3_333)}`,
    tags: ['👍', 'ДА', "it's"],
  }),
};

describe.each(faces)('a lead written over $name', (writer) => {
  describe.each(Object.entries(persons))('with %s', (_kind, person) => {
    let written: Person;
    let leadId: string;
    beforeAll(async () => {
      written = writer.writes(person());
      leadId = await writer.create(tenant, written);
    });
    it.each(faces)('reads right over $name', async (reader) => {
      expect(await reader.read(tenant, leadId)).toEqual(reader.expected(written));
    });
  });

  it.each([
    ['a null byte', 'Jane\0Doe'],
    ['half a surrogate pair', 'Jane \ud83d Doe'],
  ])('refuses %s with its own 400 and keeps nothing', async (_what, name) => {
    const given = { name, givenName: name, phone: phone() };
    const { url, body } = await writer.request(tenant, { ...writer.writes(given), ...given });
    const payload = JSON.stringify(body);
    const header = ['omni', 'nexor'].includes(writer.name)
      ? { 'x-api-key': tenant.keys[writer.name] }
      : { authorization: `Bearer ${tenant.keys[writer.name]}` };
    const reply = await server.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...header, 'content-type': 'application/json' },
    });
    expect([reply.statusCode, writer.errorShape(reply.json())]).toEqual([400, true]);
    const found = (await tenant.tenant.ask('GET', `/v1/leads?phone=${encodeURIComponent(given.phone)}`)).json();
    expect(found.data).toEqual([]);
  });
});
