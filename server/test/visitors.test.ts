// Visitors of different kinds talk to the shipped workflows over HTTP; an integrator then reads the lead.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const talk: Studio['talk'] = (workflow, script) => studio.talk(workflow, script);

describe('salon-appointment', () => {
  const contact = ['Ana López', '202-555-0143', 'ana@example.com'];
  const visitors: Record<string, { script: string[]; service: string; startAt?: string }> = {
    terse: { script: ["men's cut", 'wed', 'no', ...contact, '1'], service: "Men's haircut" },
    chatty: {
      script: [
        'Good morning! My sister told me about you, and I am hoping to get balayage some time next week',
        'Oh no, I am thirty-two, definitely not under 16!',
        'Yes, it would be my very first time with you, I am quite excited',
        'My name is Ana López, nice to meet you too',
        'Sure, you can reach me at 202 555 0143 most of the day',
        'It is ana@example.com, thank you so much',
        'The second one sounds lovely',
      ],
      service: 'Balayage',
    },
    'changing his mind': {
      script: [
        "a women's haircut",
        'Thursday',
        'no, make it Friday',
        'yes',
        ...contact,
        'the first one',
        'can we move it to Saturday at 11?',
        'yes please',
      ],
      service: "Women's haircut",
      startAt: '2027-03-06T16:00:00.000Z',
    },
    'answering out of order': {
      script: [
        'ana@example.com',
        'I am Ana López, my number is (202) 555-0143',
        'Friday at 3 pm',
        'no, I have been before',
        'a blowout',
        'yes',
      ],
      service: 'Blowout',
      startAt: '2027-03-05T20:00:00.000Z',
    },
    'asking back': {
      script: [
        'how much is a trim?',
        'ok, a trim then',
        'is there parking?',
        'wednesday afternoon',
        'are you a robot?',
        'no',
        ...contact,
        'do you take credit cards?',
        'anything later?',
        'the last one',
      ],
      service: 'Trim',
    },
  };

  it.each(Object.entries(visitors))('books a visitor who is %s', async (_kind, { script, service, startAt }) => {
    const { visitor, lead } = await talk('salon-appointment', script);
    const told = visitor.transcript.join('\n');
    expect(lead.stage, told).toBe('booked');
    expect(lead).toMatchObject({
      name: 'Ana López',
      email: 'ana@example.com',
      phone: '+12025550143',
      channel: 'web_chat',
    });
    expect(lead.run?.status).toMatchObject({ key: 'booked', category: 'won' });
    expect(lead.variables.service, told).toMatchObject({ value: service, valueText: service, source: 'lead' });
    expect(lead.appointment?.status).toBe('confirmed');
    if (startAt) expect(lead.appointment?.startAt, told).toBe(startAt);
    const calendar = /http\S+\.ics/.exec(told)?.[0] ?? '';
    expect(new URL(calendar).pathname).toBe(`/v1/calendar/${lead.appointment?.uid}.ics`);
  });

  it('tells of each variable the words and the message it came from, and of each step on the timeline', async () => {
    const { lead } = await talk('salon-appointment', ["I'd like a men's haircut", 'My name is Bob Ross']);
    const [first] = lead.messages.filter((message) => message.author === 'lead');
    expect(lead.variables.service?.messageId).toBe(first?.id);
    expect(lead.variables.name).toMatchObject({ value: 'Bob Ross', valueText: 'Bob Ross' });
    expect(lead.variables.name?.confidence).toBeGreaterThan(0.5);
    const types = new Set(lead.actions.map((action) => action.type));
    expect(types).toEqual(new Set(['api_activity', 'message', 'variable_change', 'status_change']));
  });

  it('cancels on request and frees the time', async () => {
    const { visitor, lead } = await talk('salon-appointment', [
      "men's cut",
      'wed',
      'no',
      ...contact,
      '1',
      'I have to cancel',
      'yes',
    ]);
    expect(lead.appointment?.status, visitor.transcript.join('\n')).toBe('cancelled');
    expect(lead.stage).toBe('qualified');
  });

  it('disqualifies by rule, kindly, with the reason noted', async () => {
    const { visitor, lead } = await talk('salon-appointment', ['Highlights', 'yes, she is 14']);
    expect(lead).toMatchObject({ stage: 'lost', lostReason: 'Wants hair color for someone under 16.' });
    expect(lead.qualificationNotes).toBe('Wants hair color for someone under 16.');
    expect(visitor.transcript.at(-1)).toContain('skin under 16');
    expect(lead.run?.status.category).toBe('lost');
  });
});

describe('property-viewing', () => {
  const visitors: Record<string, string[]> = {
    terse: [
      'rent',
      'Riverside',
      '2',
      '2000',
      'june',
      'no pets',
      'yes',
      'tue',
      'Jane Doe',
      'jane@doe.com',
      '212 555 0187',
      '2',
    ],
    chatty: [
      'Hi there, we are a young couple and would love to rent a 2 bedroom apartment in Riverside, our budget is about $2,000 a month',
      'We would like to move in on June 1st if that is possible',
      'No, we do not have any pets',
      'Yes, both of us are over 18',
      'We are free every afternoon this week',
      'I am Jane Doe',
      'jane@doe.com',
      '212 555 0187',
      'the first one is great',
    ],
  };

  it.each(Object.entries(visitors))('books a visitor who is %s', async (_kind, script) => {
    const { visitor, lead } = await talk('property-viewing', script);
    const told = visitor.transcript.join('\n');
    expect(lead.stage, told).toBe('booked');
    expect(lead, told).toMatchObject({ name: 'Jane Doe', email: 'jane@doe.com', phone: '+12125550187' });
    expect(lead.variables.bedrooms?.value, told).toBe(2);
    expect(lead.variables.budget?.value, told).toEqual({ amount: 2000, currency: 'USD' });
    expect(lead.variables.area?.value, told).toBe('Riverside');
  });
});

describe('business-loan-documents', () => {
  const rest = ['John Baker', 'john@acmebakery.com', '212-555-0147'];
  const visitors: Record<string, string[]> = {
    terse: ['Acme Bakery LLC', '50k', 'equipment', '4', '25k', 'no', '12-3456789', ...rest, 'yes'],
    'changing her mind': [
      'Acme Bakery LLC',
      '40k for equipment',
      '4 years',
      '25k',
      'no',
      '12-3456789',
      ...rest,
      'no',
      'the amount should be 50,000',
      'yes',
    ],
  };

  it.each(Object.entries(visitors))('collects from a visitor who is %s', async (_kind, script) => {
    const { visitor, lead } = await talk('business-loan-documents', script);
    const told = visitor.transcript.join('\n');
    expect(lead.stage, told).toBe('qualified');
    expect(lead.run?.status.key, told).toBe('complete');
    expect(lead.variables.amount?.value, told).toEqual({ amount: 50_000, currency: 'USD' });
    expect(lead.variables.ein?.value, told).toBe('12-3456789');
    expect(lead, told).toMatchObject({ name: 'John Baker', email: 'john@acmebakery.com', phone: '+12125550147' });
  });
});

describe('whatever the workflow', () => {
  it('hands over when asked for a person, and is silent from then on', async () => {
    const { visitor, lead } = await talk('salon-appointment', ['can I talk to a real person?', 'hello? anybody?']);
    expect(lead).toMatchObject({ needsHuman: true, needsHumanReason: 'the lead asked for a person', owner: 'person' });
    expect(visitor.transcript.at(-1)).toBe('lead: hello? anybody?');
  });

  it('hands over when it did not understand twice in a row', async () => {
    const { lead } = await talk('salon-appointment', ['qwertz asdf', 'yxcv bnm']);
    expect(lead.needsHumanReason).toBe('the agent did not understand twice in a row');
  });

  it('says once that it stops, and stops for good', async () => {
    const { visitor, lead } = await talk('salon-appointment', ['stop contacting me', 'a trim please']);
    expect(lead.optedOut).toBe(true);
    expect(visitor.transcript.slice(1)).toEqual([
      'lead: stop contacting me',
      expect.stringContaining('I will not contact you again'),
      'lead: a trim please',
    ]);
  });

  it('greets and says that it is an assistant', async () => {
    const { visitor } = await talk('property-viewing', []);
    expect(visitor.transcript[0]).toMatch(/^agent: .*assistant/);
  });
});
