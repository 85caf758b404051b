import { describe, expect, it } from 'vitest';
import type { Lead } from '../../modules/leads/index.ts';
import { fromLead, fromMatch } from './from-lead.ts';
import page from './page.fixture.json' with { type: 'json' };

const at = '2026-01-30T02:00:00.000Z';
const lead: Parameters<typeof fromLead>[0] = {
  id: page.lead.id,
  givenName: 'John',
  middleName: null,
  familyName: 'Doe',
  email: 'john@example.com',
  emailVerifiedAt: at,
  phone: '+16782319992',
  phoneVerifiedAt: null,
  businessName: 'Pacific Coast Container Haulers',
  website: null,
  source: null,
  channel: 'api',
  optedOut: false,
  optedOutAt: null,
  owner: 'person',
  isTest: false,
  tags: [],
  externalId: null,
  externalPortalLink: null,
  activitySummary: null,
  timeZone: null,
  submittedAt: null,
  createdAt: at,
  updatedAt: at,
};

it("is the page's lead, key by key", () => {
  expect(fromLead(lead, 'ws-123')).toStrictEqual(page.lead);
});

describe('what the newer pages have', () => {
  it.each<[Partial<Lead>, object]>([
    [{ middleName: 'X' }, { middleName: 'X' }],
    [
      { optedOut: true, optedOutAt: at },
      { didOptOut: true, optOutAt: at },
    ],
    [{ tags: ['a', 'B'] }, { tags: ['a', 'B'] }],
    [{ timeZone: 'Europe/Berlin' }, { timezone: 'Europe/Berlin' }],
    [{ owner: 'agent' }, { assigneeType: 'AI_AGENT' }],
    [{ source: 'newsletter' }, { source: 'newsletter' }],
    [{ channel: 'web_chat' }, { source: 'web_chat' }],
  ])('%j is %j', (change, expected) => {
    expect(fromLead({ ...lead, ...change }, 'ws-123')).toStrictEqual({ ...page.lead, ...expected });
  });
});

it.each([
  ['Ann Twin Peaks', 'Ann', 'Twin Peaks'],
  ['Ann', 'Ann', null],
  [null, null, null],
])('a match called %s is %s %s', (name, firstName, lastName) => {
  const match = { id: lead.id, name, email: null, phone: '+16782319992', createdAt: at };
  expect(fromMatch(match)).toStrictEqual({
    id: lead.id,
    firstName,
    lastName,
    email: null,
    phoneNumber: '+16782319992',
    createdAt: at,
  });
});
