import { describe, expect, it } from 'vitest';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { leadChangeSchema, newLeadSchema } from './request-schemas.ts';
import { asBookedConflict, toLeadChange, toNewLead } from './to-lead.ts';

const nothing = { optedOutAt: null, intent: null, timeline: null, source: null };
const issueOf = (path: string) =>
  expect.objectContaining({ code: 'invalid_input', issues: [{ path: [path], message: expect.any(String) }] });
const conversation_id = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e03';
const pathsOf = (result: ReturnType<typeof newLeadSchema.safeParse | typeof leadChangeSchema.safeParse>) =>
  (result.error?.issues ?? []).map(({ path }) => path.join('.'));

describe('a new lead', () => {
  it.each([
    [{}, { conversationId: conversation_id }],
    [
      { name: ' Ada ', email: 'a@example.com', phone: '030 1234', intent: 'buy', timeline: 'soon', source: 'ads' },
      { name: 'Ada', email: 'a@example.com', phone: '030 1234', intent: 'buy', timeline: 'soon', source: 'ads' },
    ],
    [
      { name: '', phone: null },
      { name: null, phone: null },
    ],
    [
      { qualification_score: 0, notes: 'Kind' },
      { qualificationScore: 0, qualificationNotes: 'Kind' },
    ],
    [{ status: 'qualified' }, { stage: 'qualified' }],
    [{ attributes: { rooms: 3, gone: null } }, { variables: { rooms: 3 } }],
  ])('%j is %j', (body, expected) => {
    expect(toNewLead(newLeadSchema.parse({ conversation_id, ...body }))).toMatchObject(expected);
  });

  it('leaves alone what it does not know', () => {
    const read = toNewLead(newLeadSchema.parse({ conversation_id, id: 'x', optedOut: true, stage: 'lost' }));
    expect([read.stage, read.optedOut]).toEqual([undefined, undefined]);
  });

  it('cannot be booked from birth', () => {
    const body = newLeadSchema.parse({ conversation_id, status: 'booked' });
    expect(() => toNewLead(body)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });
});

describe('a change', () => {
  it.each([
    [
      { name: null, intent: null },
      { name: null, intent: null },
    ],
    [{ attributes: { rooms: 3, gone: null } }, { variables: { rooms: 3, gone: null } }],
    [{ status: 'lost', notes: 'no', conversation_id }, { stage: 'lost' }],
  ])('%j is %j', (body, expected) => {
    expect(toLeadChange(leadChangeSchema.parse(body))({ ...nothing, stage: 'new' })).toEqual(expected);
  });

  it.each([
    ['engaged', false, 'new', undefined],
    ['engaged', false, 'qualified', 'qualified'],
    ['booked', false, 'booked', undefined],
    ['qualified', false, 'booked', 'booked'],
    ['qualified', true, 'lost', undefined],
    ['qualified', false, 'lost', 'lost'],
    ['qualified', true, 'new', 'new'],
  ] as const)('of a lead that is %s, opted out %s, to %s sets %s', (stage, isOptedOut, status, expected) => {
    const standing = { ...nothing, stage, optedOutAt: isOptedOut ? new Date() : null };
    expect(toLeadChange(leadChangeSchema.parse({ status }))(standing).stage).toBe(expected);
  });

  it.each([[{}], [{ notes: 'no' }], [{ conversation_id }], [{ unknown: 1 }]])('needs more than %j', (body) => {
    expect(leadChangeSchema.safeParse(body).success).toBe(false);
  });
});

it('reads the refusal of a booked stage as a conflict, and nothing else', () => {
  const ofStage = invalidInput('No.', [{ path: ['stage'], message: 'No.' }]);
  const ofName = invalidInput('No.', [{ path: ['name'], message: 'No.' }]);
  expect(asBookedConflict(ofStage)).toMatchObject({ code: 'conflict' });
  expect(asBookedConflict(ofName)).toBe(ofName);
  expect(asBookedConflict(new FoyerError('not_found', 'No.'))).toMatchObject({ code: 'not_found' });
});

describe('limits', () => {
  it.each([
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ phone: '1'.repeat(33) }, 'phone'],
    [{ intent: 'x'.repeat(41) }, 'intent'],
    [{ timeline: 'x'.repeat(41) }, 'timeline'],
    [{ source: 'x'.repeat(41) }, 'source'],
    [{ qualification_score: 101 }, 'qualification_score'],
    [{ qualification_score: -1 }, 'qualification_score'],
    [{ qualification_score: 1.5 }, 'qualification_score'],
    [{ qualification_score: '70' }, 'qualification_score'],
    [{ status: 'engaged' }, 'status'],
    [{ status: null }, 'status'],
    [{ attributes: null }, 'attributes'],
    [{ attributes: [] }, 'attributes'],
  ])('%j is refused, on create and on update', (given, path) => {
    expect(pathsOf(newLeadSchema.safeParse({ conversation_id, ...given }))).toEqual([path]);
    const change = leadChangeSchema.safeParse(given);
    if (!change.success) expect(pathsOf(change)).toEqual([path]);
    else expect(() => toLeadChange(change.data)({ ...nothing, stage: 'new' })).toThrow(issueOf(path));
  });

  it('but a text that the lead has already is none too long', () => {
    const timeline = 'x'.repeat(41);
    expect(toLeadChange({ timeline })({ ...nothing, stage: 'new', timeline })).toMatchObject({ timeline });
  });

  it.each([
    [{ name: 'x'.repeat(200) }],
    [{ phone: '1'.repeat(32) }],
    [{ intent: 'x'.repeat(40), timeline: 'x'.repeat(40), source: 'x'.repeat(40) }],
    [{ qualification_score: 100 }],
  ])('%j is taken', (given) => {
    expect(leadChangeSchema.safeParse(given).success).toBe(true);
  });

  it.each([[{}], [{ conversation_id: null }], [{ conversation_id: 'none' }]])('%j names no conversation', (given) => {
    expect(pathsOf(newLeadSchema.safeParse(given))).toEqual(['conversation_id']);
  });
});
