// Visitors who change their minds, ask back, joke and stumble: each script with what must come of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from './studio.ts';

interface Outcome {
  /** Of the lead as the native API shows it. */
  readonly lead?: Record<string, unknown>;
  readonly values?: Record<string, unknown>;
  readonly startAt?: string;
  /** What the agent's last answer says. */
  readonly last?: RegExp;
}

const SALON = 'salon-appointment';
const VIEWING = 'property-viewing';
const LOAN = 'business-loan-documents';
const ann = ['Ann Lee', '202-555-0143', 'ann@example.com'];

type Visitor = [kind: string, workflow: string, script: string[], outcome: Outcome];

const telling: Visitor[] = [
  [
    'all in capitals',
    SALON,
    [
      'A TRIM NEXT SATURDAY',
      'YES FIRST TIME',
      "MARY-JANE O'CONNOR",
      '202 555 0143',
      'M@EXAMPLE.COM',
      'THE EARLIEST YOU HAVE',
    ],
    { lead: { stage: 'booked', name: "Mary-Jane O'Connor" }, startAt: '2027-03-13T14:00:00.000Z' },
  ],
  [
    'with typing errors',
    SALON,
    ['hi i want a mens hiarcut tommorow arround 3', 'never been', 'bob ross', 'bob@ross.com', '2025550143', 'yes'],
    { lead: { stage: 'booked', name: 'Bob Ross' }, startAt: '2027-03-02T20:00:00.000Z' },
  ],
  [
    'with emoji',
    SALON,
    ['haircut for a woman please 😊', 'friday 🙏', '👍', 'Lena 🌸', '📞 202-555-0143', 'lena@example.com 💌', '1️⃣'],
    { lead: { stage: 'booked', name: 'Lena' } },
  ],
  [
    'all in one',
    SALON,
    [
      "Hello, I'm José García, 202-555-0143, jose@garcia.mx - I'd like a trim on Friday after work, I'm a regular",
      'the last one',
    ],
    { lead: { stage: 'booked', name: 'José García' }, values: { first_visit: false } },
  ],
  [
    'named as a stylist is',
    SALON,
    ['I am Ana López', 'a trim'],
    { lead: { name: 'Ana López' }, values: { stylist: undefined } },
  ],
  [
    'naming three kinds',
    SALON,
    ['I would like a haircut please'],
    { last: /Which one: Women's haircut, Men's haircut or Kids' haircut\?/ },
  ],
  [
    'at half past two',
    SALON,
    ['next Wednesday at half past two'],
    { values: { day: '2027-03-10', time: '14:30', service: undefined } },
  ],
  ['who has been before', SALON, ['trim', 'friday', 'no, I have been before'], { values: { first_visit: false } }],
  [
    'correcting under a yes-no question',
    SALON,
    ['trim', 'friday', 'no, make it Thursday', 'no wait, my email is ann@example.com'],
    { values: { day: '2027-03-04', first_visit: undefined }, lead: { email: 'ann@example.com' } },
  ],
  [
    'changing each answer',
    SALON,
    [
      'trim',
      'no sorry, I meant a blowout',
      'friday',
      'actually thursday',
      'at 4',
      'better at 5',
      'yes',
      ...ann,
      "wrong number, it's 202 555 0144",
      'sorry, ann.lee@example.com',
      'yes',
    ],
    {
      lead: { stage: 'booked', phone: '+12025550144', email: 'ann.lee@example.com' },
      values: { service: 'Blowout' },
      startAt: '2027-03-04T22:00:00.000Z',
    },
  ],
  ['cancelling nothing', SALON, ['trim', 'I have to cancel'], { last: /no appointment booked.*Which day/ }],
  [
    'moving twice, cancelling, booking anew',
    SALON,
    [
      'trim',
      'friday at 3 pm',
      'no',
      ...ann,
      'yes',
      'can you move it to Saturday?',
      '2',
      'actually make it Saturday at 2 pm',
      'yes',
      'ok cancel it',
      'yes',
      "i'd like a blowout on wednesday morning",
      '1',
    ],
    { lead: { stage: 'booked' }, values: { service: 'Blowout' }, startAt: '2027-03-03T14:00:00.000Z' },
  ],
  [
    'greeting and thanking after booking',
    SALON,
    ['trim', 'friday at 3 pm', 'no', ...ann, 'yes', 'thanks!', 'hi again'],
    { lead: { stage: 'booked' }, last: /^agent: (Hello|Hi)!/ },
  ],
];

const asking: Visitor[] = [
  [
    'asking why',
    SALON,
    ['trim', 'friday', 'no', 'Ann Lee', 'why do you need my phone?', 'why my phone?', '202 555 0143'],
    { lead: { phone: '+12025550143', needsHuman: false } },
  ],
  [
    'asking prices',
    SALON,
    ['how much for a trim', 'price list?', 'what do u charge for mens cut', 'prices'],
    {
      last: /\$38 for men.*What would you like to have done\?$/,
      lead: { needsHuman: false },
      values: { service: undefined },
    },
  ],
  ['taking what was asked about', SALON, ['how much is a trim?', 'ok that one'], { values: { service: 'Trim' } }],
  [
    'asking what nobody knows',
    SALON,
    ['do you sell goldfish?', 'what is the meaning of life?'],
    { lead: { needsHuman: true } },
  ],
  ['asking for a moment', SALON, ['trim', 'hold on'], { last: /take your time|No hurry/, lead: { needsHuman: false } }],
  ['asking whether it is a robot', SALON, ['are you a robot'], { last: /automated assistant/ }],
  [
    'opting out politely',
    SALON,
    ["I'd prefer not to receive any more messages from you"],
    { lead: { optedOut: true } },
  ],
  ['wanting a person in other words', LOAN, ["I'd rather discuss this with a person"], { lead: { needsHuman: true } }],
  [
    'who is a minor',
    VIEWING,
    ['rent', 'Old Town', '2', '2000', 'june', 'no pets', "I'm 16 years old"],
    { lead: { stage: 'lost' }, values: { area: 'Old Town', move_in: '2027-06-01', adult: false } },
  ],
  [
    'who is of age',
    VIEWING,
    ['rent', 'Old Town', '2', '2000', 'in july', 'one cat', "I'm 34"],
    { values: { adult: true, pets: true, move_in: '2027-07-01', viewing_day: undefined } },
  ],
  [
    'phoning before a yes-no question is answered',
    VIEWING,
    ['rent', 'Old Town', '2', '2000', 'june', 'no', '212 555 0187'],
    { values: { adult: undefined }, lead: { phone: '+12125550187' } },
  ],
  [
    'changing a number said before',
    VIEWING,
    ['buy', 'Riverside', '3', '500000', 'make that 550,000'],
    { values: { budget: { amount: 550_000, currency: 'USD' } } },
  ],
  [
    'giving the name before it is asked',
    LOAN,
    ['Acme LLC', '50k for a new oven', '4 years', '25k', 'John Baker', 'we do have proof of income'],
    { lead: { name: 'John Baker', stage: 'engaged' }, values: { open_bankruptcy: undefined } },
  ],
  [
    'telling its business in a sentence',
    LOAN,
    ['We run a small bakery called Sweet Crumbs LLC and need about 60 thousand for a new oven'],
    { values: { business_name: 'Sweet Crumbs LLC', purpose: 'Equipment' } },
  ],
];

/** Each in a studio of its own: an address may begin only so many chats a minute. */
describe.each([
  ['who tells and changes', telling],
  ['who asks and answers', asking],
])('a visitor %s', (_name, visitors) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each(visitors)('is served: %s', async (_kind, workflow, script, outcome) => {
    const { visitor, lead } = await studio.talk(workflow, script);
    const told = visitor.transcript.join('\n');
    if (outcome.lead) expect(lead, told).toMatchObject(outcome.lead);
    for (const [key, value] of Object.entries(outcome.values ?? {})) {
      expect(lead.variables[key]?.value, `${key} in\n${told}`).toEqual(value);
    }
    if (outcome.startAt) expect(lead.appointment?.startAt, told).toBe(outcome.startAt);
    if (outcome.last) expect(visitor.transcript.at(-1)?.replaceAll('\n', ' '), told).toMatch(outcome.last);
  });
});
