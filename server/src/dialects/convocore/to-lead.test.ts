import { describe, expect, it } from 'vitest';
import { sampleLead } from '../../../test/sample-lead.ts';
import type { Lead } from '../../modules/leads/index.ts';
import { toConvocoreLead } from './from-lead.ts';
import { bulkSchema, idList, leadPatchSchema, newLeadSchema } from './request-schemas.ts';
import { toChange, toImportedLead, toNewLead } from './to-lead.ts';

const made = (lead: object) => toNewLead(newLeadSchema.parse({ lead: { agentId: 'a', ...lead } }).lead);

describe('a new lead', () => {
  it.each<[object, object]>([
    [{}, { metadata: {} }],
    [
      { name: ' Jane Doe ', email: 'j@example.com', phone: '+14155550123' },
      { name: 'Jane Doe', email: 'j@example.com', phone: '+14155550123', metadata: {} },
    ],
    [
      { name: null, email: '', phone: null, metaData: null, hotScore: null },
      { name: null, email: null, phone: null, qualificationScore: null, metadata: {} },
    ],
    [{ hotScore: 72.4 }, { qualificationScore: 72, metadata: {} }],
    [
      {
        metaData: {
          company: 'Acme',
          website: 'acme.com',
          notes: 'n',
          source: 'chat',
          lostReason: 'l',
          value: 12,
          demoDate: null,
        },
      },
      {
        businessName: 'Acme',
        website: 'acme.com',
        qualificationNotes: 'n',
        source: 'chat',
        lostReason: 'l',
        metadata: { value: 12 },
      },
    ],
    [
      { crmActivities: [{ id: 1 }], lastActivityDate: '2026-01-01' },
      { metadata: { crmActivities: [{ id: 1 }], lastActivityDate: '2026-01-01' } },
    ],
    [{ convoId: 'x', ts: 1, unknown: true }, { metadata: {} }],
  ])('%j is %j', (lead, expected) => {
    expect(made(lead)).toStrictEqual({ agentId: 'a', ...expected });
  });

  it('cannot have more metadata than a lead keeps', () => {
    const tooMuch = { metaData: { a: 'x'.repeat(40_000) }, crmActivities: ['x'.repeat(40_000)] };
    expect(() => made(tooMuch)).toThrowError(
      expect.objectContaining({ issues: [expect.objectContaining({ path: ['lead', 'metaData'] })] }),
    );
  });

  it.each<[object, string]>([
    [{ name: 'x'.repeat(201) }, 'lead.name'],
    [{ hotScore: 101 }, 'lead.hotScore'],
    [{ hotScore: '7' }, 'lead.hotScore'],
    [{ metaData: { company: 7 } }, 'lead.metaData.company'],
    [{ metaData: { notes: 'x'.repeat(5001) } }, 'lead.metaData.notes'],
    [{ metaData: [] }, 'lead.metaData'],
    [{ agentId: undefined }, 'lead.agentId'],
    [{ crmActivities: {} }, 'lead.crmActivities'],
  ])('%j is refused at %s', (lead, path) => {
    const { error } = newLeadSchema.safeParse({ lead: { agentId: 'a', ...lead } });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});

describe('a patch', () => {
  const before: Lead = sampleLead({
    name: 'Jane Doe',
    businessName: 'Acme',
    qualificationNotes: 'Knows',
    metadata: { plan: 'pro', company: 'Shadow', crmActivities: [{ id: 1 }] },
    appointment: {
      id: 'a',
      uid: 'u',
      startAt: '2026-02-10T12:00:00.000Z',
      endAt: '2026-02-10T12:30:00.000Z',
      timeZone: 'UTC',
      status: 'confirmed',
      resourceName: null,
    },
  });
  const change = (lead: object) => toChange(leadPatchSchema.parse({ lead }).lead, before);

  it('of all that the lead shows changes nothing', () => {
    expect(change(toConvocoreLead(before, 'workspace'))).toStrictEqual({});
  });

  it.each<[object, object]>([
    [{}, {}],
    [{ name: 'Jane Roe' }, { name: 'Jane Roe' }],
    [
      { name: '', metaData: { notes: null } },
      { name: null, qualificationNotes: null },
    ],
    [{ metaData: { plan: 'basic', seats: 3 } }, { metadata: { plan: 'basic', seats: 3 } }],
    [{ metaData: { plan: null } }, { metadata: { plan: null } }],
    [{ metaData: { company: null } }, { businessName: null, metadata: { company: null } }],
    [{ metaData: { company: 'Acme', plan: 'pro' } }, {}],
    [{ crmActivities: null }, { metadata: { crmActivities: null } }],
    [{ crmActivities: [{ id: 1 }, { id: 2 }] }, { metadata: { crmActivities: [{ id: 1 }, { id: 2 }] } }],
    [{ hotScore: 30, agentId: 'other', ts: 5, id: 'x' }, { qualificationScore: 30 }],
  ])('%j changes %j', (lead, expected) => {
    expect(change(lead)).toStrictEqual(expected);
  });
});

it('a row of an import is a lead by other names', () => {
  const row = {
    userEmail: 'j@example.com',
    userName: 'Jane Doe',
    userPhone: '',
    userAddress: '1 Main St',
    userCompany: 'Acme',
    userWebsite: 'acme.com',
    notes: 'n',
    userProfilePic: '',
  };
  const [read] = bulkSchema.parse({ leads: [row] }).leads;
  expect(read && toImportedLead(read, 'a')).toStrictEqual({
    email: 'j@example.com',
    name: 'Jane Doe',
    phone: null,
    businessName: 'Acme',
    website: 'acme.com',
    qualificationNotes: 'n',
    source: 'import',
    agentId: 'a',
    metadata: { address: '1 Main St' },
  });
});

it.each([
  ['a', ['a']],
  ['a,b , c,', ['a', 'b', 'c']],
  ['["a","b"]', ['a', 'b']],
  ['[]', []],
  [
    ['a', 'b,c'],
    ['a', 'b', 'c'],
  ],
])('%j are the ids %j', (given, ids) => {
  expect(idList.parse(given)).toEqual(ids);
});
