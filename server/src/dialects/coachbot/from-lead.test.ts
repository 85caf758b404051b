import { describe, expect, it } from 'vitest';
import { sampleAppointment, sampleLead } from '../../../test/sample-lead.ts';
import type { Lead } from '../../modules/leads/index.ts';
import { toCoachbotLead } from './from-lead.ts';

describe('status', () => {
  it.each<[Partial<Lead>, string]>([
    [{}, 'new'],
    [{ stage: 'engaged' }, 'in_conversation'],
    [{ stage: 'qualified' }, 'in_conversation'],
    [{ stage: 'booked' }, 'booked'],
    [{ stage: 'converted' }, 'booked'],
    [{ stage: 'lost' }, 'unqualified'],
    [{ needsHuman: true }, 'needs_human'],
    [{ owner: 'person' }, 'needs_human'],
    [{ stage: 'qualified', needsHuman: true }, 'needs_human'],
    [{ stage: 'booked', needsHuman: true, owner: 'person' }, 'booked'],
    [{ stage: 'lost', needsHuman: true }, 'unqualified'],
    [{ stage: 'converted', optedOut: true }, 'unqualified'],
    [{ needsHuman: true, optedOut: true }, 'unqualified'],
  ])('of %j is %s', (changes, status) => {
    expect(toCoachbotLead(sampleLead(changes)).status).toBe(status);
  });
});

describe('qualificationNotes', () => {
  const optOut = 'The lead asked not to be contacted any more.';
  it.each<[Partial<Lead>, string | null]>([
    [{}, null],
    [{ qualificationNotes: 'Budget is tight' }, 'Budget is tight'],
    [{ stage: 'lost' }, null],
    [{ stage: 'lost', lostReason: 'Too far away' }, 'Too far away'],
    [{ stage: 'lost', lostReason: 'Too far away', qualificationNotes: 'Lives abroad' }, 'Too far away\nLives abroad'],
    [{ stage: 'qualified', lostReason: 'Was lost once' }, null],
    [{ optedOut: true }, optOut],
    [{ optedOut: true, stage: 'lost', lostReason: 'Too far away', qualificationNotes: 'Kind' }, `${optOut}\nKind`],
  ])('of %j is %j', (changes, notes) => {
    expect(toCoachbotLead(sampleLead(changes)).qualificationNotes).toBe(notes);
  });
});

it.each([
  ['voice', 'voice'],
  ['phone', 'voice'],
  ['whatsapp', 'whatsapp'],
  ['api', 'whatsapp'],
  ['web_chat', 'whatsapp'],
])('a lead of the channel %s reads %s', (channel, shown) => {
  expect(toCoachbotLead(sampleLead({ channel })).channel).toBe(shown);
});

describe('the booking', () => {
  it.each(['confirmed', 'completed', 'no_show'] as const)('is told of one that is %s', (status) => {
    const appointment = sampleAppointment({ status, uid: 'u1', startAt: '2026-06-08T13:00:00.000Z' });
    expect(toCoachbotLead(sampleLead({ appointment }))).toMatchObject({
      bookingUid: 'u1',
      bookingStart: '2026-06-08T13:00:00.000Z',
    });
  });

  it.each([
    ['without one', null],
    ['of one that was cancelled', sampleAppointment({ status: 'cancelled' })],
  ])('is null %s', (_which, appointment) => {
    expect(toCoachbotLead(sampleLead({ appointment }))).toMatchObject({ bookingUid: null, bookingStart: null });
  });
});
