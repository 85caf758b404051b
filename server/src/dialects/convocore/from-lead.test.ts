import { describe, expect, it } from 'vitest';
import { sampleLead } from '../../../test/sample-lead.ts';
import type { Lead } from '../../modules/leads/index.ts';
import { toConvocoreLead } from './from-lead.ts';

const bare: Partial<Lead> = {
  name: null,
  email: null,
  phone: null,
  metadata: {},
  createdAt: '2026-02-10T12:00:00.000Z',
  updatedAt: '2026-02-10T12:00:00.999Z',
  lastActivityAt: '2026-02-11T12:00:00.000Z',
};
const shown = (changes: Partial<Lead>) => toConvocoreLead(sampleLead({ ...bare, ...changes }), 'workspace');
const metaData = (changes: Partial<Lead>) => shown(changes).metaData;

describe('a lead', () => {
  it('of whom nothing is known has these keys and no others', () => {
    const { id, agentId, conversationId: convoId } = sampleLead(bare);
    expect(shown({})).toStrictEqual({
      id,
      email: null,
      name: null,
      phone: null,
      agentId,
      convoId,
      user_id: 'workspace',
      ts: 1770724800999,
      created_at: '2026-02-10T12:00:00.000Z',
      metaData: {},
      lastActivityDate: '2026-02-11T12:00:00.000Z',
    });
  });

  it('of whom all is known has the score and the activities beside them', () => {
    const crmActivities = [{ id: 'a', title: 'Call', completed: false }];
    const lead = shown({
      name: 'Jane Doe',
      qualificationScore: 0,
      metadata: { crmActivities, lastActivityDate: '2026-01-01', linkedIn: 'https://linkedin.com/in/jane' },
      businessName: 'Acme',
      website: 'https://acme.example.com',
      qualificationNotes: 'Knows',
      source: 'chat',
      lostReason: 'Too far',
    });
    expect(lead).toMatchObject({ name: 'Jane Doe', hotScore: 0, crmActivities, lastActivityDate: '2026-01-01' });
    expect(lead.metaData).toStrictEqual({
      linkedIn: 'https://linkedin.com/in/jane',
      company: 'Acme',
      website: 'https://acme.example.com',
      notes: 'Knows',
      source: 'chat',
      lostReason: 'Too far',
    });
  });
});

describe('metaData', () => {
  it.each<[string, Partial<Lead>, object]>([
    [
      'has the field over a key of the same name',
      { businessName: 'Acme', metadata: { company: 'Old' } },
      { company: 'Acme' },
    ],
    ['has the key where the field is empty', { metadata: { company: 'Old' } }, { company: 'Old' }],
    [
      'keeps what is no activity and no date under those keys',
      { metadata: { crmActivities: 'none', lastActivityDate: { at: 1 } } },
      { crmActivities: 'none', lastActivityDate: { at: 1 } },
    ],
    ['keeps keys that objects have of their own', { metadata: { constructor: 'x' } }, { constructor: 'x' }],
  ])('%s', (_what, changes, expected) => {
    expect(metaData(changes)).toStrictEqual(expected);
  });

  const appointment: NonNullable<Lead['appointment']> = {
    id: 'a',
    uid: 'u',
    startAt: '2026-02-10T23:30:00.000Z',
    endAt: '2026-02-11T00:00:00.000Z',
    timeZone: 'Europe/Berlin',
    status: 'confirmed',
    resourceName: null,
  };

  it('tells a booking’s day and time as its own zone has them, over those written', () => {
    const metadata = { demoDate: '2020-01-01', demoLink: 'https://meet.example.com/x' };
    expect(metaData({ appointment, metadata })).toStrictEqual({
      demoDate: '2026-02-11',
      demoTime: '00:30',
      demoLink: 'https://meet.example.com/x',
    });
  });

  it('tells nothing of a booking that was cancelled', () => {
    expect(
      metaData({ appointment: { ...appointment, status: 'cancelled' }, metadata: { demoDate: '2020-01-01' } }),
    ).toEqual({
      demoDate: '2020-01-01',
    });
  });
});
