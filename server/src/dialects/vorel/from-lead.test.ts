import { describe, expect, it } from 'vitest';
import { sampleLead, sampleVariable } from '../../../test/sample-lead.ts';
import type { Lead } from '../../modules/leads/index.ts';
import { toVorelLead } from './from-lead.ts';

describe('status', () => {
  it.each<[Partial<Lead>, string]>([
    [{}, 'new'],
    [{ stage: 'engaged' }, 'new'],
    [{ stage: 'qualified' }, 'qualified'],
    [{ stage: 'booked' }, 'booked'],
    [{ stage: 'converted' }, 'converted'],
    [{ stage: 'lost' }, 'lost'],
    [{ stage: 'qualified', needsHuman: true, owner: 'person' }, 'qualified'],
    [{ stage: 'converted', optedOut: true }, 'lost'],
  ])('of %j is %s', (changes, status) => {
    expect(toVorelLead(sampleLead(changes)).status).toBe(status);
  });
});

describe('intent', () => {
  it.each<[Partial<Lead>, string | null]>([
    [{}, null],
    [{ intent: 'buy', goal: 'Sell' }, 'buy'],
    [{ intent: 'x'.repeat(100) }, 'x'.repeat(100)],
    [{ goal: 'x'.repeat(40) }, 'x'.repeat(40)],
    [{ goal: 'x'.repeat(41) }, null],
  ])('of %j is %j', (changes, intent) => {
    expect(toVorelLead(sampleLead(changes)).intent).toBe(intent);
  });
});

it('shows the values of what is known', () => {
  const variables = {
    budget: sampleVariable({ amount: 500, currency: 'GBP' }),
    rooms: sampleVariable(3),
    urgent: sampleVariable(false),
  };
  expect(toVorelLead(sampleLead({ variables })).attributes).toEqual({
    budget: { amount: 500, currency: 'GBP' },
    rooms: 3,
    urgent: false,
  });
});

it('has every key, whatever is known', () => {
  const { id, conversationId, createdAt, updatedAt } = sampleLead();
  expect(toVorelLead(sampleLead({ name: null }))).toStrictEqual({
    id,
    conversation_id: conversationId,
    name: null,
    email: null,
    phone: null,
    intent: null,
    attributes: {},
    timeline: null,
    qualification_score: null,
    status: 'new',
    source: null,
    created_at: createdAt,
    updated_at: updatedAt,
  });
});

it('does not make a conversation up', () => {
  expect(() => toVorelLead(sampleLead({ conversationId: null }))).toThrow('has no conversation');
});
