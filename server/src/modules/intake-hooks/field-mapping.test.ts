import { describe, expect, it } from 'vitest';
import { type FieldMapping, readIntake } from './field-mapping.ts';
import { toNewLead } from './to-new-lead.ts';

const workflow = { id: '01890000-0000-7000-8000-000000000000', key: 'k', name: 'n' };
const newLead = (payload: Record<string, unknown>, mapping: FieldMapping = {}) =>
  toNewLead(readIntake(payload, mapping), { workflow: null }, { country: 'US' });

describe('what comes in', () => {
  it.each<[string, Record<string, unknown>, FieldMapping, object]>([
    [
      'by our names',
      { name: 'Ana', email: 'a@example.com' },
      {},
      { name: 'Ana', email: 'a@example.com', metadata: {} },
    ],
    [
      'by the names that others use',
      { 'First Name': 'Ana', last_name: 'Roe', phoneNumber: 4155550100, company: 'Works', MESSAGE: 'Call me' },
      {},
      {
        givenName: 'Ana',
        familyName: 'Roe',
        phone: '4155550100',
        businessName: 'Works',
        goal: 'Call me',
        metadata: {},
      },
    ],
    [
      'by paths, through objects and lists',
      { contact: { mail: 'a@example.com', city: 'Rome' }, answers: [{ text: 'Ana' }, { text: 'yes' }] },
      { email: 'contact.mail', name: 'answers.0.text' },
      { name: 'Ana', email: 'a@example.com', metadata: { 'contact.city': 'Rome', 'answers.1.text': 'yes' } },
    ],
    [
      'a mapping goes before a name, and what it names is not elsewhere too',
      { email: 'office@example.com', own: 'a@example.com' },
      { email: 'own' },
      { email: 'a@example.com', metadata: { email: 'office@example.com' } },
    ],
    [
      'a path that leads nowhere sets nothing',
      { email: 'a@example.com', deep: { x: 1 } },
      { email: 'contact.mail', name: 'deep' },
      { metadata: { email: 'a@example.com', 'deep.x': 1 } },
    ],
    [
      'lists of scalars, as tags and as they are',
      { tags: ['vip', ' new '], colours: ['red', 'blue'], none: [], flag: false, count: 0 },
      {},
      { tags: ['vip', 'new'], metadata: { colours: ['red', 'blue'], flag: false, count: 0, none: [] } },
    ],
    [
      'what does not fit its field, as metadata',
      { email: 'not one', phone: 'later', language: 'Klingon!', name: 'x'.repeat(300) },
      {},
      { metadata: { email: 'not one', phone: 'later', language: 'Klingon!', name: 'x'.repeat(300) } },
    ],
  ])('%s', (_how, payload, mapping, expected) => {
    expect(newLead(payload, mapping)).toEqual(expected);
  });

  it('is nothing where nothing is in it', () => {
    for (const payload of [{}, { a: null, b: '', c: {} }]) expect(newLead(payload)).toBeUndefined();
  });

  it('goes into the hook’s workflow', () => {
    const lead = toNewLead(readIntake({ name: 'Ana' }, {}), { workflow }, { country: 'US' });
    expect(lead).toMatchObject({ workflow: workflow.id });
  });

  it('is kept as far as metadata can hold it', () => {
    const lead = newLead({ name: 'Ana', large: 'x'.repeat(70_000), small: 'y' });
    expect(lead).toEqual({ name: 'Ana', metadata: { small: 'y' } });
    const many = Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`key${index}`, index]));
    expect(JSON.stringify(newLead(many)?.metadata).length).toBeLessThanOrEqual(65_536);
  });
});
