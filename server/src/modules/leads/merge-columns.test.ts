import { describe, expect, it } from 'vitest';
import { type MergedRow, mergeColumns, withFilled, withoutFilled } from './merge-columns.ts';

const empty: MergedRow = {
  name: null,
  givenName: null,
  middleName: null,
  familyName: null,
  email: null,
  emailVerifiedAt: null,
  phone: null,
  phoneMatchKey: null,
  phoneVerifiedAt: null,
  needsHumanReason: null,
  businessName: null,
  title: null,
  website: null,
  goal: null,
  intent: null,
  timeline: null,
  qualificationScore: null,
  rulesScore: null,
  qualificationNotes: null,
  source: null,
  externalId: null,
  externalPortalLink: null,
  activitySummary: null,
  timeZone: null,
  language: null,
  campaignId: null,
  assignedMemberId: null,
  importedAt: null,
  submittedAt: null,
  stage: 'new',
  lostReason: null,
  needsHuman: false,
  owner: 'agent',
  tags: [],
  metadata: {},
  formResponses: {},
};
const row = (columns: Partial<MergedRow>): MergedRow => ({ ...empty, ...columns });
const verified = new Date('2026-01-02T03:04:05.678Z');

/** The survivor as it is after the merge. */
const merged = (survivor: Partial<MergedRow>, other: Partial<MergedRow>) => {
  const before = row(survivor);
  return { ...before, ...withFilled(before, mergeColumns(before, row(other))) };
};

describe('a survivor', () => {
  it('takes over what it lacks and keeps what it has', () => {
    const survivor = { goal: 'sell', qualificationScore: 0 };
    const other = { goal: 'buy', qualificationScore: 90, source: 'ad', importedAt: verified };
    expect(merged(survivor, other)).toMatchObject({ ...survivor, source: 'ad', importedAt: verified });
  });

  it('takes a score with who gave it, or neither', () => {
    const other = { qualificationScore: 40, rulesScore: 40 };
    expect(merged({}, other)).toMatchObject(other);
    expect(merged({ qualificationScore: 7 }, other)).toMatchObject({ qualificationScore: 7, rulesScore: null });
  });

  it('takes a name, an e-mail and a phone whole or not at all', () => {
    const other = { name: 'Eve May Roe', givenName: 'Eve', middleName: 'May', familyName: 'Roe' };
    expect(merged({}, other)).toMatchObject(other);
    expect(merged({ name: 'Ada', givenName: 'Ada' }, other)).toMatchObject({ name: 'Ada', middleName: null });
    const phone = { phone: '+551191', phoneMatchKey: '+5511', phoneVerifiedAt: verified };
    expect(merged({}, phone)).toMatchObject(phone);
  });

  it('has an address proved by the other only where it is the same address', () => {
    const other = { email: 'a@example.com', emailVerifiedAt: verified };
    expect(merged({ email: 'a@example.com' }, other).emailVerifiedAt).toEqual(verified);
    expect(merged({ email: 'b@example.com' }, other).emailVerifiedAt).toBeNull();
    const phone = { phone: '+5511912345678', phoneMatchKey: '+551112345678', phoneVerifiedAt: verified };
    expect(merged({ phone: '+551112345678', phoneMatchKey: '+551112345678' }, phone).phoneVerifiedAt).toEqual(verified);
  });

  it.each([
    ['new', 'engaged', 'engaged'],
    ['booked', 'qualified', 'booked'],
    ['qualified', 'converted', 'converted'],
    ['lost', 'new', 'new'],
    ['engaged', 'lost', 'engaged'],
    ['lost', 'lost', 'lost'],
  ] as const)('of stage %s merged with %s is %s', (one, other, stage) => {
    expect(merged({ stage: one }, { stage: other }).stage).toBe(stage);
  });

  it('takes a reason for being lost only while it is lost', () => {
    expect(merged({ stage: 'new' }, { stage: 'lost', lostReason: 'price' }).lostReason).toBeNull();
    expect(merged({ stage: 'lost' }, { stage: 'lost', lostReason: 'price' }).lostReason).toBe('price');
  });

  it('is a person’s where either was', () => {
    const taken = { owner: 'person', needsHuman: true, needsHumanReason: 'asked' } as const;
    expect(merged({}, taken)).toMatchObject(taken);
    expect(merged(taken, {})).toMatchObject(taken);
  });

  it('bears the tags of both once, whatever their case, and at most 100', () => {
    expect(merged({ tags: ['VIP', 'a'] }, { tags: ['vip', 'b'] }).tags).toEqual(['VIP', 'a', 'b']);
    const hundred = Array.from({ length: 100 }, (_, index) => `t${index}`);
    expect(merged({ tags: hundred }, { tags: ['more'] }).tags).toEqual(hundred);
    expect(merged({ tags: ['one'] }, { tags: hundred }).tags).toHaveLength(100);
  });

  it('has the metadata of both, its own where both say something, and only its own where both are too much', () => {
    const own = { a: 1, b: null };
    expect(merged({ metadata: own }, { metadata: { a: 2, b: 2, c: 3 } }).metadata).toEqual({ ...own, c: 3 });
    const large = { large: 'x'.repeat(60_000) };
    expect(merged({ metadata: large }, { metadata: { more: 'x'.repeat(10_000) } }).metadata).toEqual(large);
  });
});

describe('undoing', () => {
  const survivor = row({ goal: 'sell', tags: ['a'], metadata: { a: 1 } });
  const other = row({ goal: 'buy', source: 'ad', stage: 'engaged', tags: ['b'], metadata: { b: { x: 1, y: [2] } } });
  // As it comes back from the database.
  const filled = JSON.parse(JSON.stringify(mergeColumns(survivor, { ...other, importedAt: verified })));
  const after = { ...survivor, ...withFilled(survivor, filled), importedAt: verified };

  it('gives the survivor as it was', () => {
    expect({ ...after, ...withoutFilled(after, filled) }).toEqual(survivor);
  });

  it('leaves what was changed since', () => {
    const changed = { ...after, source: 'web', tags: ['a', 'b', 'c'], metadata: { a: 2, b: { x: 1 }, c: 3 } };
    expect({ ...changed, ...withoutFilled(changed, filled) }).toEqual({
      ...survivor,
      source: 'web',
      tags: ['a', 'c'],
      metadata: { a: 2, b: { x: 1 }, c: 3 },
    });
  });

  it('knows a value again whatever the order of its keys', () => {
    const turned = { ...after, metadata: { a: 1, b: { y: [2], x: 1 } } };
    expect(withoutFilled(turned, filled).metadata).toEqual({ a: 1 });
  });
});
