import { describe, expect, it } from 'vitest';
import { context, field } from './test-fields.ts';
import { newTrack, type Track, trackAgent, trackLead } from './track.ts';

const fields = [
  field({ key: 'city', label: 'City', type: 'place' }),
  field({ key: 'garden', label: 'Garden', type: 'select', options: [{ value: 'True' }, { value: 'False' }] }),
  field({ key: 'restaurant', label: 'Restaurant name', type: 'text' }),
  field({ key: 'party', label: 'Party size', type: 'integer' }),
  field({ key: 'day', label: 'Day', type: 'date' }),
  field({ key: 'time', label: 'Time', type: 'time' }),
  field({ key: 'from', label: 'From', type: 'place', description: 'Where the trip starts' }),
  field({ key: 'destination', label: 'Destination', type: 'place' }),
];

/** Follows a conversation: words of the agent begin with "A: ". Returns the texts of what is known. */
function follow(turns: readonly string[], keys: readonly string[]): Record<string, string> {
  const listener = { fields: fields.filter(({ key }) => keys.includes(key)), context };
  const end = turns.reduce<Track>((track, said) => {
    const isAgent = said.startsWith('A: ');
    return isAgent ? trackAgent(track, said.slice(3), listener) : trackLead(track, said, listener);
  }, newTrack);
  return Object.fromEntries([...end.known].map(([key, one]) => [key, one.valueText]));
}

const dinner = ['city', 'garden', 'restaurant', 'party', 'day', 'time'];
const suggested = ['Something in Oakland', 'A: How about Fig & Clover in Oakland?'];

it.each(['A: What is your name?', 'A: Could I have your full name?', 'A: What name shall I put the table under?'])(
  'hears that the lead is asked for its own name: %s',
  (question) => {
    const fields = [field({ key: 'name', label: 'Name', type: 'name' })];
    const asked = trackAgent(newTrack, question.slice(3), { fields, context });
    const { known } = trackLead(asked, 'Zsofia Kovacs', { fields, context });
    expect(known.get('name')?.value).toBe('Zsofia Kovacs');
  },
);

describe('what the agent suggests', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['is taken by a yes', ['Sounds good.'], 'Fig & Clover'],
    ['is taken by a wish to go on', ['Can you book a table there for Friday?'], 'Fig & Clover'],
    [
      'is taken after its details',
      ['Is it expensive?', 'A: No. The phone number is 510-555-0143.', 'Ok, I will take it.'],
      'Fig & Clover',
    ],
    ['is taken by its name', ['Fig & Clover is fine'], 'Fig & Clover'],
    ['is open while the lead asks about it', ['Great, what is the address?'], undefined],
    ['is refused', ['No, not that one.'], undefined],
    ['is left for another', ['Do you have anything else?'], undefined],
    ['is left where another place is looked for', ['Great, but I would rather eat in Berkeley'], undefined],
    ['is replaced', ['Another one please', 'A: There is also La Taqueria.', 'That works'], 'La Taqueria'],
  ])('%s', (_, turns, restaurant) => {
    expect(follow([...suggested, ...turns], dinner).restaurant).toBe(restaurant);
  });

  it('is chosen by its place where there are several', () => {
    const offer = [
      'A: There is Bear Creek Grill at Irving Plaza and Golden Lotus at Beacon Hall.',
      'The second one sounds good',
    ];
    expect(follow(offer, dinner).restaurant).toBe('Golden Lotus');
  });
});

describe('what the agent reads back', () => {
  const asked = ['A: What time?', 'half past six', 'A: Please confirm: a table for 4 on March 12th at 7 pm.'];

  it('replaces what is known where the lead agrees', () => {
    expect(follow([...asked, 'Yes, that is right'], dinner)).toMatchObject({
      party: '4',
      day: 'March 12th',
      time: '7 pm',
    });
  });

  it("keeps the lead's own words for the same value", () => {
    const same = ['A: What time?', 'half past six in the evening', 'A: So 6:30 pm?', 'Yes'];
    expect(follow(same, dinner).time).toBe('half past six in the evening');
  });

  it('gives way to what the lead says instead', () => {
    expect(follow([...asked, 'No, make it 8 pm'], dinner)).toMatchObject({ time: '8 pm' });
  });

  it('is nothing where it only answers a question', () => {
    expect(follow(['Is there a garden?', 'A: Yes, it has a garden.', 'Great, thanks'], dinner).garden).toBeUndefined();
  });
});

it('tells the two ends of a way apart', () => {
  expect(follow(['I want to go from San Francisco to Chicago'], ['from', 'destination'])).toEqual({
    from: 'San Francisco',
    destination: 'Chicago',
  });
});

it('keeps the language in which the lead was last heard', () => {
  const turns = ['Hola, quiero reservar una mesa para el viernes', 'A: ¿A qué hora?', 'a las tres y media'];
  expect(follow(turns, dinner).time).toBe('a las tres y media');
});
