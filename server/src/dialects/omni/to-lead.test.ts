import { describe, expect, it } from 'vitest';
import { createLeadBody, newChecklistItemBody, updateLeadBody } from './request-schemas.ts';
import { toNewItem } from './to-item.ts';
import { toItemValues, toLeadChange, toNewLead } from './to-lead.ts';

describe('a new lead', () => {
  it.each<[object, object]>([
    [{ firstName: ' Ada ' }, { givenName: 'Ada' }],
    [
      { firstName: 'Ada', middleName: 'King', lastName: 'Lovelace', email: 'A@example.com', phoneNumber: '030 1234' },
      { givenName: 'Ada', middleName: 'King', familyName: 'Lovelace', email: 'A@example.com', phone: '030 1234' },
    ],
    [
      { firstName: 'Ada', businessName: 'Engines', externalLeadId: 'x-1', timezone: 'Europe/London', tags: ['VIP'] },
      { givenName: 'Ada', businessName: 'Engines', externalId: 'x-1', timeZone: 'Europe/London', tags: ['VIP'] },
    ],
    [
      { firstName: 'Ada', lastName: '', email: null, phoneNumber: '  ' },
      { givenName: 'Ada', familyName: null, email: null, phone: null },
    ],
    [
      { firstName: 'Ada', didOptOut: true, emailVerified: false },
      { givenName: 'Ada', optedOut: true, emailVerified: false },
    ],
    [
      { firstName: 'Ada', assigneeType: 'agent' },
      { givenName: 'Ada', owner: 'agent' },
    ],
    [
      { firstName: 'Ada', assigneeType: 'manual' },
      { givenName: 'Ada', owner: 'person' },
    ],
    [
      { firstName: 'Ada', assigneeType: 'HUMAN_AGENT' },
      { givenName: 'Ada', owner: 'person' },
    ],
    [
      { firstName: 'Ada', source: 'ads', website: 'https://a.example', status: 'COMPLETED', id: 1 },
      { givenName: 'Ada' },
    ],
  ])('%j is %j', (body, expected) => {
    expect(toNewLead(createLeadBody.parse(body))).toStrictEqual(expected);
  });
});

describe('a change', () => {
  it.each<[object, object]>([
    [{}, {}],
    [{ tags: [] }, { tags: [] }],
    [{ lastName: null }, { familyName: null }],
    [{ didOptOut: false }, { optedOut: false }],
    [{ didOptOut: true, status: 'OPTED_OUT' }, {}],
    [{ firstName: null, tags: null, checklistItems: null, didOptOut: null, status: null, assigneeType: null }, {}],
  ])('%j is %j', (body, expected) => {
    expect(toLeadChange(updateLeadBody.parse({ leadId: 'some', ...body }))).toStrictEqual(expected);
  });

  it.each([
    [{ status: 'OPTED_OUT', didOptOut: false }],
    [{ status: 'COMPLETED', didOptOut: true }],
    [{ status: 'REVIEW' }],
    [{ firstName: '' }],
  ])('%j is refused', (body) => {
    expect(updateLeadBody.safeParse({ leadId: 'some', ...body }).success).toBe(false);
  });
});

it.each<[object, object]>([
  [
    { code: 'EIN', value: '12-345' },
    { code: 'EIN', value: '12-345' },
  ],
  [
    { code: 'AGE', value: 7, status: 'NEEDS_REVIEW' },
    { code: 'AGE', value: '7', status: 'needs_review' },
  ],
  [
    { code: 'OK', value: false },
    { code: 'OK', value: 'false' },
  ],
  [
    { code: 'X', value: null },
    { code: 'X', value: null },
  ],
  [
    { code: 'X', value: '' },
    { code: 'X', value: null },
  ],
  [
    { code: 'X', status: 'SKIPPED', extra: 1 },
    { code: 'X', status: 'skipped' },
  ],
])('the item %j is %j', (item, expected) => {
  const { checklistItems = [] } = createLeadBody.parse({ firstName: 'Ada', checklistItems: [item] });
  expect(toItemValues(checklistItems)).toStrictEqual([expected]);
});

it.each<[object, object]>([
  [{}, { isRequired: true }],
  [
    { isRequired: false, config: null, agentInstructions: '', code: 'BILL' },
    { isRequired: false, code: 'BILL' },
  ],
  [{ config: { minFiles: 2 } }, { isRequired: true, config: { minFiles: 2 } }],
  [{ validationRules: 'Recent' }, { isRequired: true, validationRules: ['Recent'] }],
  [{ validationRules: ['Recent', 'Signed'] }, { isRequired: true, validationRules: ['Recent', 'Signed'] }],
  [{ validationRules: '' }, { isRequired: true }],
])('the new item %j is %j', (body, expected) => {
  const common = { label: 'Utility bill', fieldType: 'FILE' };
  expect(toNewItem(newChecklistItemBody.parse({ ...common, ...body }))).toStrictEqual({ ...common, ...expected });
});
