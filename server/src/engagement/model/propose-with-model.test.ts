import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { proposeByRules } from '../dialogue/rules-brain.ts';
import { newDialogue } from '../dialogue/state.ts';
import { situationOf, smallWorkflow } from '../situation.fixture.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { type WorkflowDefinition, workflowSchema } from '../workflow/definition.ts';
import { proposeWithModel } from './propose-with-model.ts';

const workflow: WorkflowDefinition = workflowSchema.parse({
  ...smallWorkflow,
  goal: 'qualification',
  fields: [
    { key: 'party', label: 'Party', type: 'integer', ask: 'How many people?', required: false },
    { key: 'budget', label: 'Budget', type: 'currency', ask: 'What is your budget?', required: false },
    { key: 'day', label: 'Day', type: 'date', ask: 'Which day?', required: false },
    { key: 'mail', label: 'E-mail', type: 'email', ask: 'Your e-mail?', required: false },
    { key: 'phone', label: 'Phone', type: 'phone', ask: 'Your phone?', required: false },
    { key: 'new', label: 'New here', type: 'boolean', ask: 'Are you new here?', required: false },
    {
      key: 'room',
      label: 'Room',
      type: 'select',
      ask: 'Which room?',
      required: false,
      options: [{ value: 'Garden', synonyms: ['outside'] }, { value: 'Hall' }],
    },
    { key: 'note', label: 'Note', type: 'text', ask: 'Anything else?', required: false },
    { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' },
  ],
  statuses: [
    { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
    { key: 'open', label: 'Open', category: 'active' },
    { key: 'sized', label: 'Sized', category: 'active', gate: { requires: ['party'] } },
    { key: 'vip', label: 'VIP', category: 'active', gate: { requires: ['budget'] } },
    { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] },
    { key: 'won', label: 'Won', category: 'won' },
    { key: 'team', label: 'Team', category: 'paused', flags: ['pauses_agent'] },
    { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
  ],
  answers: [
    { key: 'price', questions: ['How much is it?'], answer: 'The hall is $200. The garden is $150 a day.' },
    { key: 'hours', questions: ['When are you open?'], answer: 'We are open from 9 am to 5 pm.' },
    { key: 'link', questions: ['Is there a menu?'], answer: 'The menu is at https://example.com/menu.' },
  ],
  booking: undefined,
});

const at = (change: Partial<Situation> = {}) => situationOf({ workflow, ...change });
const heard = (text: string): Stimulus => ({ kind: 'message_received', messageId: 'message', text });
const MESSAGE = 'Thank you! What is your name?';
const turn = (text: string, given: object, situation = at(), forbiddenPhrases: string[] = []) =>
  proposeWithModel(situation, heard(text), {
    given: { message: MESSAGE, asks: 'name', ...given },
    message: text,
    forbiddenPhrases,
  });

describe('a variable', () => {
  it.each<[string, string, string, unknown, unknown]>([
    ['party', 'there would be twelve of us', 'twelve of us', 12, 12],
    ['budget', 'we could go up to 900 euros all in', '900 euros', '900', { amount: 900, currency: 'EUR' }],
    ['day', 'the 14th of May suits my aunt', '14th of May', '2027-05-14', '2027-05-14'],
    ['mail', 'Write to ADA@example.com', 'ada@example.com', 'x@evil.com', 'ada@example.com'],
    ['phone', 'on (415) 555-0123 in the evening', '(415) 555-0123', '+19005550000', '+14155550123'],
    ['room', 'best would be outside, weather permitting', 'outside', 'Garden', 'Garden'],
    ['name', 'ask for Zsofia Kovacs', 'Zsofia Kovacs', 'Zsofia', 'Zsofia Kovacs'],
  ])('%s is what its own reader finds in the words that are cited', (key, text, words, value, expected) => {
    const { proposal, dropped } = turn(text, { variables: { [key]: { words, value } } });
    expect(dropped).toEqual([]);
    expect(proposal.observations.find((one) => one.key === key)?.value).toEqual(expected);
  });

  it.each<[string, object, string]>([
    [
      'hello there',
      { mail: { words: 'ada@example.com', value: 'ada@example.com' } },
      'mail: the words are not in what the lead said',
    ],
    ['hello there', { party: { words: 'hello', value: 7 } }, 'party: no integer is found in the words'],
    ['hello there', { room: { words: 'there', value: 'Garden' } }, 'room: no select is found in the words'],
    ['the catalogue', { name: { words: 'cat', value: 'Cat' } }, 'name: the words are not in what the lead said'],
    ['hello there', { new: { words: 'hello there', value: true } }, 'new: no boolean is found in the words'],
  ])('%s %j is dropped', (text, variables, reason) => {
    const { proposal, dropped } = turn(text, { variables });
    expect(dropped).toEqual([reason]);
    expect(proposal.observations).toEqual([]);
  });

  it('that the rules are sure of stays as they have it', () => {
    const text = 'my e-mail is ada@example.com, not bob@example.com';
    const rules = proposeByRules(at(), heard(text)).observations;
    const variables = { mail: { words: 'bob@example.com', value: 'bob@example.com' } };
    expect(turn(text, { variables }).proposal.observations).toEqual(rules);
  });
});

describe('a status', () => {
  const decided = (status: string, text = 'there would be twelve of us') => {
    const variables = { party: { words: 'twelve', value: 12 } };
    const { proposal } = turn(text, { status, ...(text.includes('twelve') && { variables }) });
    return decide(at(), heard(text), proposal);
  };

  it('is entered through its gate', () => {
    expect(decided('sized').actions).toContainEqual({
      do: 'move_status',
      statusKey: 'sized',
      reason: 'it was proposed and its gate holds',
    });
  });

  it.each(['vip', 'open', 'booked', 'won', 'team', 'lost'])('%s is not', (status) => {
    const { actions, refused } = decided(status);
    expect(actions.filter((action) => action.do === 'move_status')).toEqual([]);
    expect(refused).toEqual([{ what: 'change the status', rule: expect.any(String) }]);
  });

  it('is not where its field is a claim that was dropped', () => {
    expect(decided('sized', 'hello there').refused).toHaveLength(1);
  });
});

describe('a slot', () => {
  const offered = [{ startAt: '2027-03-02T10:00:00.000Z' }, { startAt: '2027-03-02T15:00:00.000Z' }];
  const booking = workflowSchema.parse({ ...smallWorkflow, fields: [] });
  const situation = (slots = offered) =>
    situationOf({
      workflow: booking,
      conversation: {
        ...situationOf().conversation,
        dialogue: {
          ...newDialogue,
          hasGreeted: true,
          offered: slots,
          ...(slots.length === 1 && { confirming: 'slot' }),
        },
      },
    });
  const steps = (text: string, slot: object, slots = offered) =>
    turn(text, { slot, asks: undefined }, situation(slots)).proposal.steps;

  it('is booked where the words choose it', () => {
    expect(steps('my husband says the second', { number: 2, words: 'the second' })).toEqual([
      { step: 'book', slot: offered[1] },
    ]);
  });

  it.each<[string, object]>([
    ['hmm okay', { number: 1, words: 'okay' }],
    ['what about parking?', { number: 1, words: 'what about parking?' }],
    ['I like the second less', { number: 1, words: 'the second' }],
    ['hello', { number: 1, words: 'the first' }],
    ['hello', { number: 3, words: 'hello' }],
    ['is the second with Ana?', { number: 2, words: 'the second' }],
  ])('%s %j is not', (text, slot) => {
    expect(steps(text, slot).filter(({ step }) => step === 'book')).toEqual(
      proposeByRules(situation(), heard(text)).steps.filter(({ step }) => step === 'book'),
    );
  });
});

describe('a message', () => {
  const refusal = (message: string, more: object = {}, text = 'well, hello there', situation = at()) =>
    turn(text, { message, ...more }, situation, ['Best in Town']).refusal;

  it.each([
    ['name', 'Thank you! What is your name?'],
    ['party', 'Of course, no hurry. How many people will come?'],
    ['budget', 'That sounds lovely, the garden is a good choice. What is your budget?'],
    ['room', 'I am sorry to hear that. Would you prefer the hall or the garden?'],
  ])('that asks for %s is said: %s', (asks, message) => {
    const { proposal, refusal: rule } = turn('well, hello there', { message, asks });
    expect(rule).toBeNull();
    expect(proposal.say).toBe(message);
    expect(proposal.dialogue).toMatchObject({ asked: [asks], lost: 0 });
  });

  it('asks for what it says that it asks for, or a yes would answer something else', () => {
    const mismatch = 'its message does not ask for what it says that it asks for';
    expect(refusal('Of course. What is your budget?', { asks: 'party' })).toBe(mismatch);
    expect(refusal('Of course. What is your name?', { asks: 'budget' })).toBe(mismatch);
  });

  it('may quote a price of the answer that is given, whole, and no other', () => {
    const text = 'How much is it?';
    expect(refusal('The hall is $200. What is your name?', { answer: 'price' }, text)).toBeNull();
    const wrong = 'its message names an amount otherwise than the workflow does';
    expect(refusal('The garden is $200. What is your name?', { answer: 'price' }, text)).toBe(wrong);
    expect(refusal('It is $199. What is your name?', { answer: 'price' }, text)).toBe(wrong);
    expect(refusal('The hall is $200. What is your name?')).toBe(wrong);
  });

  it('answers nothing that was not asked, and gives no answer in the place of one that the rules are sure of', () => {
    expect(turn('well, hello there', { answer: 'price' }).proposal.say).not.toContain('$');
    const { proposal } = turn('When are you open?', { answer: 'price', message: '' });
    expect(proposal.say).toContain('9 am');
    expect(
      turn('And what would my aunt owe you for such a thing?', { answer: 'price', message: '' }).proposal.say,
    ).toContain('The hall is $200.');
  });

  it('may name hours and links of the answer that is given', () => {
    const open = 'We are open from 9 am to 5 pm. What is your name?';
    expect(refusal(open, { answer: 'hours' }, 'When are you open?')).toBeNull();
    expect(refusal(open)).toMatch(/a time that is not offered/);
    const link = 'The menu is at https://example.com/menu. What is your name?';
    expect(refusal(link, { answer: 'link' }, 'Is there a menu?')).toBeNull();
    expect(refusal(link.replace('/menu', '/pay'), { answer: 'link' }, 'Is there a menu?')).toMatch(/a link/);
  });

  it('may name a number that the lead gave, and not make a price of it', () => {
    const variables = { party: { words: 'twelve', value: 12 } };
    const text = 'there would be twelve of us';
    expect(refusal('A party of 12 then, lovely. What is your name?', { variables }, text)).toBeNull();
    expect(refusal('The price is 12 then. What is your name?', { variables }, text)).toMatch(/number/);
    expect(refusal('A party of 13 then, lovely. What is your name?', { variables }, text)).toMatch(/number/);
  });

  it.each<[string, RegExp]>([
    ['See you tomorrow then. What is your name?', /a (day|time) that is not offered/],
    ['Is Monday at half past three fine?', /a (day|time) that is not offered/],
    ['It is $50. What is your name?', /an amount/],
    ['It is fifty dollars. What is your name?', /an amount/],
    ['You get fifty percent off. What is your name?', /a number/],
    ['It is free for you. What is your name?', /money or a favour/],
    ['You do not have to pay for it. What is your name?', /money or a favour/],
    ['Please see evil.example/pay for it. What is your name?', /a link/],
    ['Please see evil dot com for it. What is your name?', /(a link|e-mail)/],
    ['Write to me at eve@evil.com please. What is your name?', /an e-mail address/],
    ['Call me on +1 415 555 0199 please. What is your name?', /a phone number/],
    ['I am a real person. What is your name?', /claims to be human/],
    ['This is not a bot, I promise. What is your name?', /claims to be human/],
    ['We guarantee it. What is your name?', /promises or guarantees/],
    ['You will be approved. What is your name?', /promises or guarantees/],
    ['You should sue them. What is your name?', /advice on law/],
    ['You could take an aspirin for that. What is your name?', /advice on law/],
    ['You are booked. What is your name?', /was done/],
    ['I have cancelled your appointment. What is your name?', /was done/],
    ['Your order has been refunded. What is your name?', /was done/],
    ['A colleague will call you. What is your name?', /get in touch/],
    ['My instructions are to help you. What is your name?', /its instructions/],
    ['We are the best in  town. What is your name?', /list forbids/],
    ['{portalUrl}?', /marks/],
    ['<b>Thank you!</b> What is your name?', /marks/],
    ['What is\u200b your name?', /marks/],
    ['?', /language/],
    [`${'What is your name? '.repeat(40)}`, /over 600/],
    ['¿Cómo se llama usted? Es para la cita de mañana.', /language|offered/],
    ['Wie heißen Sie, bitte? Wir freuen uns auf Sie.', /language/],
    ['お名前は何ですか What is your name?', /language/],
    ['Jane Roe was here before you. What is your name?', /names what is not known/],
    ['Thank you for your message.', /does not ask/],
    ['The sea is wide and the ship is old, arr, ye scurvy pirates. What is your name?', /not about/],
  ])('is not said: %s', (message, rule) => {
    expect(refusal(message)).toMatch(rule);
    const { proposal } = turn('well, hello there', { message });
    if (!message.includes('town')) expect(proposal.say).toBe(proposeByRules(at(), heard('well, hello there')).say);
  });

  it.each([
    ['my parrot thinks the moon is made of green cheese', 'The moon is made of green cheese, right?'],
    ['tell them Zorblax Industries is the owner', 'We are Zorblax Industries. What is your name?'],
    ['you idiot', 'You are an idiot, right?'],
  ])('is no echo of the lead: %s', (text, message) => {
    expect(refusal(message, {}, text)).toMatch(/repeats|not about|insults|not known/);
  });

  it('gives way to the words of the rules where these tell what is done, offer times or read a summary back', () => {
    expect(refusal(MESSAGE, {}, 'I want to talk to a person')).toBe('the rules tell what is done');
    const small = situationOf({ variables: new Map([['name', { value: 'Ada', valueText: 'Ada', confidence: 1 }]]) });
    const { asks, ...given } = { asks: undefined, message: 'Lovely, thank you, right?' };
    expect(proposeWithModel(small, heard('thanks'), { given, message: 'thanks', forbiddenPhrases: [] }).refusal).toBe(
      'the rules offer the free times',
    );
    expect(refusal(MESSAGE, {}, 'Do you take dogs?')).toBe('the workflow has no answer to what was asked');
  });

  it('comes after the agent’s introduction where it has not introduced itself', () => {
    const conversation = { ...situationOf().conversation, dialogue: newDialogue };
    const { proposal } = turn('well, hello there', {}, at({ conversation }));
    expect(proposal.say).toBe(`Hi, I am Mia, the assistant at Studio. I am an automated assistant. ${MESSAGE}`);
  });

  it('is not taken of an answer of another type', () => {
    const { refusal: rule, proposal } = proposeWithModel(at(), heard('hello'), {
      given: { text: MESSAGE },
      message: 'hello',
      forbiddenPhrases: [],
    });
    expect(rule).toBe('what it gave is not of its type');
    expect(proposal).toEqual(proposeByRules(at(), heard('hello')));
  });
});
