import { describe, expect, it } from 'vitest';
import { newLeadSchema } from './schemas.ts';
import { toNewLead } from './to-lead.ts';

const least = { name: 'Jane Doe', phone: '+447123456789', consent: true };

it('asks for the consent and for a phone that is nobody else’s', () => {
  expect(toNewLead(newLeadSchema.parse(least))).toEqual({
    name: 'Jane Doe',
    phone: '+447123456789',
    consent: { basis: 'api' },
    unique: ['phone'],
  });
});

it.each([
  [{ name: '  Jane  ' }, { name: 'Jane' }],
  [{ goal: ' Get fit\n' }, { goal: ' Get fit\n' }],
  [{ goal: ' ' }, { goal: undefined }],
  [{ email: 'jane@acme.com' }, { email: 'jane@acme.com' }],
  [{ metadata: { a: { b: [1, null] } } }, { metadata: { a: { b: [1, null] } } }],
  [{ formResponses: { q1: 'Yes' } }, { formResponses: { q1: 'Yes' } }],
])('reads %j as %j', (given, expected) => {
  expect(toNewLead(newLeadSchema.parse({ ...least, ...given }))).toMatchObject(expected);
});

it('leaves alone what it does not know', () => {
  expect(toNewLead(newLeadSchema.parse({ ...least, status: 'booked', stage: 'booked' }))).not.toHaveProperty('stage');
});

describe('limits', () => {
  it.each([
    [{ name: '' }, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ name: null }, 'name'],
    [{ phone: '123456' }, 'phone'],
    [{ phone: '+'.padEnd(33, '1') }, 'phone'],
    [{ goal: 'x'.repeat(2001) }, 'goal'],
    [{ email: 1 }, 'email'],
    [{ metadata: [] }, 'metadata'],
    [{ formResponses: { q1: 1 } }, 'formResponses.q1'],
    [{ consent: false }, 'consent'],
    [{ consent: 'true' }, 'consent'],
    [{ consent: undefined }, 'consent'],
  ])('%j is refused', (given, path) => {
    const issues = newLeadSchema.safeParse({ ...least, ...given }).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each([
    [{ name: 'x'.repeat(120) }],
    [{ phone: '1234567' }],
    [{ phone: '+'.padEnd(32, '1') }],
    [{ goal: 'x'.repeat(2000) }],
  ])('%j is taken', (given) => {
    expect(newLeadSchema.safeParse({ ...least, ...given }).success).toBe(true);
  });
});
