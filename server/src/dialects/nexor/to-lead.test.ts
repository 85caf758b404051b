import { describe, expect, it } from 'vitest';
import { leadChangeBody, newLeadBody } from './request-schemas.ts';
import { toChange, toNewLead } from './to-lead.ts';

const id = '123e4567-e89b-12d3-a456-426614174000';
const read = (body: object) => toNewLead(newLeadBody.parse(body));
const change = (body: object) => toChange(leadChangeBody.parse(body));
const issuesOf = (schema: typeof newLeadBody | typeof leadChangeBody, body: unknown) =>
  schema.safeParse(body).error?.issues.map(({ path }) => path.join('.'));

describe('a new lead', () => {
  it.each<[string, object, object]>([
    ['a first name alone', { first_name: ' Ann ' }, { givenName: 'Ann' }],
    [
      'every key',
      {
        first_name: 'Ann',
        last_name: 'Lee',
        email: 'a@example.com',
        phone: '+56912345678',
        company: 'Acme',
        title: 'CEO',
        source: 'ads',
        external_id: 'x1',
        tags: ['hot'],
        metadata: { a: 1 },
        workflow_id: id,
        campaign_id: id,
        skip_first_message: true,
        force_first_channel: 'call',
        force_first_message: { channel: 'sms', content: 'Hello' },
      },
      {
        givenName: 'Ann',
        familyName: 'Lee',
        email: 'a@example.com',
        phone: '+56912345678',
        businessName: 'Acme',
        title: 'CEO',
        source: 'ads',
        externalId: 'x1',
        tags: ['hot'],
        metadata: { a: 1 },
        workflow: id,
        campaignId: id,
        reachOut: false,
        firstContact: { channel: 'sms', text: 'Hello' },
      },
    ],
    [
      'what is empty as what is not said',
      {
        first_name: 'Ann',
        last_name: '',
        email: null,
        phone: '  ',
        workflow_id: '',
        campaign_id: null,
        metadata: null,
      },
      { givenName: 'Ann' },
    ],
    [
      'other keys as metadata, under those of metadata itself',
      { first_name: 'Tony', edad: 35, broker: 'Tony', id: 'theirs', metadata: { broker: 'Ana', plan: null } },
      { givenName: 'Tony', metadata: { edad: 35, broker: 'Ana', id: 'theirs', plan: null } },
    ],
  ])('takes %s', (_what, body, lead) => {
    expect(JSON.parse(JSON.stringify(read(body)))).toEqual(lead);
  });

  it.each<[string, unknown, string[]]>([
    ['without a first name', {}, ['first_name']],
    ['with an empty first name', { first_name: ' ' }, ['first_name']],
    ['that is a text', 'Ann', ['']],
    ['with a number for an e-mail', { first_name: 'A', email: 1 }, ['email']],
    ['with a long company', { first_name: 'A', company: 'x'.repeat(201) }, ['company']],
    ['with a workflow that is no id', { first_name: 'A', workflow_id: 'sales' }, ['workflow_id']],
    ['with a campaign that is no id', { first_name: 'A', campaign_id: '1' }, ['campaign_id']],
    ['with a channel of its own', { first_name: 'A', force_first_channel: 'pigeon' }, ['force_first_channel']],
    [
      'with a first message and no workflow',
      { first_name: 'A', force_first_message: { channel: 'sms', content: 'Hi' } },
      ['workflow_id'],
    ],
    ['with other keys that are too much', { first_name: 'A', more: 'x'.repeat(70_000) }, ['metadata']],
    [
      'with too much in all',
      { first_name: 'A', one: 'x'.repeat(40_000), metadata: { two: 'x'.repeat(40_000) } },
      ['metadata'],
    ],
    ['with a key too long', { first_name: 'A', [`k${'x'.repeat(200)}`]: 1 }, [`metadata.k${'x'.repeat(200)}`]],
  ])('is refused %s', (_what, body, paths) => {
    expect(issuesOf(newLeadBody, body)).toEqual(paths);
  });
});

describe('a change', () => {
  it.each<[string, object, object]>([
    ['one field and leaves the rest', { title: 'CTO' }, { title: 'CTO' }],
    [
      'null and empty texts as clearing',
      {
        last_name: null,
        email: '',
        phone: ' ',
        company: null,
        title: '',
        source: null,
        external_id: '',
        campaign_id: '',
      },
      {
        familyName: null,
        email: null,
        phone: null,
        businessName: null,
        title: null,
        source: null,
        externalId: null,
        campaignId: null,
      },
    ],
    ['other keys as metadata', { plan: 'pro', metadata: { seats: 2 } }, { metadata: { plan: 'pro', seats: 2 } }],
    [
      'what was read before, without what nobody can set',
      { id, created_at: 'x', updated_at: 'x', campaign: {}, active_workflow_run: null, variables: {}, tags: ['a'] },
      { tags: ['a'] },
    ],
    [
      'the lead of the whole answer of a read, nameless',
      { success: true, lead: { id, first_name: '', title: 'Dr', tags: null }, variables: { edad: { value: 3 } } },
      { title: 'Dr', tags: [] },
    ],
    ["a client's own lead as metadata", { lead: { x: 1 } }, { metadata: { lead: { x: 1 } } }],
  ])('takes %s', (_what, body, wanted) => {
    expect(JSON.parse(JSON.stringify(change(body)))).toEqual(wanted);
  });

  it.each<[string, unknown, string[]]>([
    ['of nothing', {}, ['']],
    ['of nothing that can be set', { id, created_at: 'x' }, ['']],
    ['of nothing within the answer around a lead', { success: true, lead: { id } }, ['']],
    ['with a wrong lead within the answer', { success: true, lead: { title: 1 } }, ['title']],
    ['that only clears the first name', { first_name: null }, ['']],
    ['that only empties the first name', { first_name: '' }, ['']],
    ['with metadata that is a list', { metadata: [1] }, ['metadata']],
  ])('is refused %s', (_what, body, paths) => {
    expect(issuesOf(leadChangeBody, body)).toEqual(paths);
  });
});
