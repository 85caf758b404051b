import { describe, expect, it } from 'vitest';
import { context, field } from './test-fields.ts';
import type { Expectation, Understanding, VariableValue } from './types.ts';
import { understand } from './understand.ts';

const fields = [
  field({ key: 'name', label: 'Name', type: 'name', leadProperty: 'name' }),
  field({ key: 'email', label: 'E-mail', type: 'email' }),
  field({ key: 'phone', label: 'Phone', type: 'phone' }),
  field({ key: 'area', label: 'Area', type: 'place' }),
  field({ key: 'bedrooms', label: 'Bedrooms', type: 'integer', hints: ['bedrooms', 'beds', 'bed'] }),
  field({ key: 'baths', label: 'Bathrooms', type: 'integer', hints: ['baths', 'bath'] }),
  field({ key: 'budget', label: 'Budget', type: 'currency', hints: ['budget', 'rent'] }),
  field({ key: 'pets', label: 'Pets', type: 'boolean', hints: ['pets', 'dog', 'cat'] }),
  field({ key: 'car', label: 'Parking', type: 'boolean', hints: ['car', 'parking'] }),
  field({
    key: 'colour',
    label: 'Colour',
    type: 'select',
    options: [{ value: 'blonde' }, { value: 'brown', synonyms: ['brunette'] }],
  }),
  field({ key: 'day', label: 'Day', type: 'date' }),
  field({ key: 'time', label: 'Time', type: 'time' }),
  field({ key: 'notes', label: 'Notes', type: 'text' }),
];

interface Before {
  readonly asked?: readonly string[];
  readonly known?: Readonly<Record<string, VariableValue>>;
  readonly expectation?: Partial<Expectation>;
}

function hear(text: string, before: Before = {}): Understanding {
  const known = new Map(Object.entries(before.known ?? {}));
  const expectation = { fields: before.asked ?? [], proposed: [], slots: [], ...before.expectation };
  return understand({ text, context, fields, known, expectation });
}

function values(heard: Understanding): Record<string, VariableValue> {
  return Object.fromEntries(heard.observations.map((one) => [one.key, one.value]));
}

const dollars = (amount: number): VariableValue => ({ amount, currency: 'USD' });

describe('values', () => {
  it.each<[string, readonly string[], Record<string, VariableValue>]>([
    [
      "Hi, I'm Ana María and I need 3 bedrooms and 2 baths in Concord, around 500k, no pets",
      [],
      { name: 'Ana María', bedrooms: 3, baths: 2, area: 'Concord', budget: dollars(500_000), pets: false },
    ],
    ['beds: 3, baths: 2', [], { bedrooms: 3, baths: 2 }],
    ['3 bedrooms and two bathrooms should be enough', ['bedrooms'], { bedrooms: 3, baths: 2 }],
    [
      'This is John Smith, john@example.com, (415) 555-2671',
      [],
      { name: 'John Smith', email: 'john@example.com', phone: '+14155552671' },
    ],
    ['It should be quiet, with 1 bed and 1 bath', ['bedrooms'], { bedrooms: 1, baths: 1 }],
    ['What I want is 2 beds', [], { bedrooms: 2 }],
    ['john smith, john@example.com', ['name'], { name: 'John Smith', email: 'john@example.com' }],
    ['three', ['bedrooms'], { bedrooms: 3 }],
    ['three', ['baths'], { baths: 3 }],
    ['three', [], {}],
    ['I have 3 kids', [], {}],
    ['my budget is 2000', [], { budget: dollars(2000) }],
    ['1800', ['budget'], { budget: dollars(1800) }],
    ['$1800', [], { budget: dollars(1800) }],
    ['yes', ['pets'], { pets: true }],
    ['yes', [], {}],
    ['yes, and a car too', ['pets'], { pets: true, car: true }],
    ['I have a car', [], { car: true }],
    ['Monday, no sorry, Tuesday', ['day'], { day: '2026-05-12' }],
    ['not Monday, Wednesday', ['day'], { day: '2026-05-13' }],
    ['brown, and I have a dog', ['colour'], { colour: 'brown', pets: true }],
    ['4', ['time'], { time: '16:00' }],
    ['Friday at 3 pm', ['day'], { day: '2026-05-15', time: '15:00' }],
    ['Friday at 3 pm', ['bedrooms'], { day: '2026-05-15', time: '15:00' }],
    ['mail me at ana2026-05-14@example.com', [], { email: 'ana2026-05-14@example.com' }],
    ['I have a bad back', ['notes'], { notes: 'I have a bad back' }],
    ['no', ['notes'], { notes: 'no' }],
    ['Can you find me a flat with parking in Leeds?', [], { car: true, area: 'Leeds' }],
    ['Could I come on Friday at 3?', [], { day: '2026-05-15', time: '15:00' }],
    ['do you have anything on Friday?', [], { day: '2026-05-15' }],
  ])('%j after %j gives %j', (text, asked, wanted) => {
    expect(values(hear(text, { asked }))).toEqual(wanted);
  });

  it.each([
    'do you have 3 bedroom flats?',
    'what time do you close on Friday?',
    'are pets allowed?',
    'is there parking?',
    'Is it furnished, and do you take dogs?',
    'how much is a 2 bed flat in Leeds?',
    'are you open on Sunday at 10?',
  ])('the question %j sets nothing', (text) => {
    const heard = hear(text);
    expect(values(heard)).toEqual({});
    expect(heard.acts).toContain('ask');
    expect(heard.question).toBe(text);
  });

  it.each(["I don't know", 'skip', 'hold on', 'can I talk to someone?', 'are you a robot?'])(
    '%j is no free text',
    (text) => {
      expect(values(hear(text, { asked: ['notes'] }))).toEqual({});
    },
  );

  it('keeps the words said, and the option itself for a closed list and a yes-no', () => {
    const texts = hear('brunettes, no dogs, on the 14th').observations.map((one) => [one.key, one.valueText]);
    expect(texts).toEqual([
      ['colour', 'brown'],
      ['pets', 'No'],
      ['day', 'the 14th'],
    ]);
  });

  it('tells and asks in one message', () => {
    const heard = hear('I have a cat. Do you allow that, and what does it cost?', { asked: ['pets'] });
    expect(values(heard)).toEqual({ pets: true });
    expect(heard.question).toBe('Do you allow that, and what does it cost?');
  });

  it('leaves the question out of a free text', () => {
    const heard = hear('My back hurts. How long does it take?', { asked: ['notes'] });
    expect(values(heard)).toEqual({ notes: 'My back hurts' });
  });
});

describe('corrections', () => {
  it.each<[string, Before, Record<string, VariableValue>]>([
    ['no, make it Thursday', { known: { day: '2026-05-12' } }, { day: '2026-05-14' }],
    ['my email is actually new@example.com', { known: { email: 'old@example.com' } }, { email: 'new@example.com' }],
    ['change my budget to 1900', { known: { budget: dollars(1500) } }, { budget: dollars(1900) }],
    ['sorry, I meant 4 bedrooms', { known: { bedrooms: 3, baths: 3 } }, { bedrooms: 4 }],
    [
      "no, it's Anna",
      { expectation: { confirming: 'values', proposed: [proposed('name', 'Hanna')] } },
      { name: 'Anna' },
    ],
    ['no, 3', { expectation: { confirming: 'values', proposed: [proposed('bedrooms', 2)] } }, { bedrooms: 3 }],
  ])('%j corrects', (text, before, wanted) => {
    const heard = hear(text, before);
    expect(values(heard)).toEqual(wanted);
    expect(heard.acts).toContain('correct');
  });
});

function proposed(key: string, value: VariableValue): Expectation['proposed'][number] {
  return { key, value, valueText: String(value), confidence: 0.7, origin: 'said' };
}

describe('what the agent proposed', () => {
  const confirming = {
    confirming: 'values',
    proposed: [proposed('day', '2026-05-13'), proposed('time', '15:00')],
  } as const;

  it.each(['yes', 'that works', 'sounds good, thanks', 'perfect 👍', 'Correct.'])('%j accepts it', (text) => {
    const heard = hear(text, { expectation: confirming });
    expect(values(heard)).toEqual({ day: '2026-05-13', time: '15:00' });
    expect(heard.observations.every((one) => one.origin === 'accepted')).toBe(true);
  });

  it('accepts all but what is said otherwise', () => {
    const heard = hear('yes, but at 4 pm', { expectation: confirming });
    expect(values(heard)).toEqual({ day: '2026-05-13', time: '16:00' });
  });

  it.each(['no', 'not really', 'maybe', 'what?', 'is that far?'])('%j accepts nothing', (text) => {
    expect(values(hear(text, { expectation: confirming }))).toEqual({});
  });

  it('gives a bare yes to what is being confirmed, not to a field', () => {
    const heard = hear('yes', { asked: ['pets'], expectation: { confirming: 'cancel', fields: ['pets'] } });
    expect(values(heard)).toEqual({});
    expect(heard.acts).toEqual(['accept']);
  });
});
