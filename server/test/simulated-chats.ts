import type { SimulationStep } from '../src/engagement/simulation/input.ts';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';

/** What a lead says, or what else happens, in a conversation that the product and the simulator are both given. */
export type ScriptLine = string | SimulationStep;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const wait = (forMs: number): SimulationStep => ({ do: 'wait', forMs });
const ana = ['Ana López', '202-555-0143', 'ana@example.com'];
const jane = ['Jane Doe', 'jane@doe.com', '212 555 0187'];
const john = ['John Baker', 'john@acmebakery.com', '212-555-0147'];

export const salonChats: Record<string, readonly ScriptLine[]> = {
  'books the first time offered': ["men's cut", 'wed', 'no', ...ana, '1', 'no thanks'],
  'corrects each answer': [
    'trim',
    'no sorry, I meant a blowout',
    'friday',
    'actually thursday',
    'at 4',
    'better at 5',
    'yes',
    ...ana,
    "wrong number, it's 202 555 0144",
    'yes',
  ],
  'moves, cancels and books anew': [
    'trim',
    'friday at 3 pm',
    'no',
    ...ana,
    'yes',
    'can you move it to Saturday?',
    '2',
    'ok cancel it',
    'yes',
    "i'd like a blowout on wednesday morning",
    '1',
  ],
  'opts out, is not heard, and opts in again': ['a trim please', 'stop', 'hello?', 'START', 'friday'],
  'asks for a person and goes on talking': [
    'can I talk to a real person?',
    'it is about a trim',
    'My name is Ana López, 202-555-0143',
    'hello? anybody?',
  ],
  'is not understood twice': ['qwertz asdf', 'yxcv bnm', 'a trim'],
  'does not fit': ['Highlights', 'yes, she is 14', 'why?'],
  'asks back and takes a later time': [
    'how much is a trim?',
    'ok, a trim then',
    'is there parking?',
    'wednesday afternoon',
    'are you a robot?',
    'no',
    ...ana,
    'anything later?',
    'the last one',
  ],
  'falls silent, and comes back after the time-out': [
    'a trim please',
    wait(2 * DAY_MS),
    'friday',
    wait(4 * DAY_MS),
    'tuesday',
    'no',
    ...ana,
    '1',
    wait(30 * DAY_MS),
    'hello',
  ],
  'is reminded of what has moved': [
    'trim',
    'friday at 3 pm',
    'no',
    ...ana,
    'yes',
    'can you move it to Saturday?',
    '2',
    wait(6 * DAY_MS),
  ],
  'is not reminded of what is cancelled': [
    'trim',
    'friday at 3 pm',
    'no',
    ...ana,
    'yes',
    'cancel',
    'yes',
    wait(6 * DAY_MS),
  ],
  'is not reminded while it is out': [
    'trim',
    'friday at 3 pm',
    'no',
    ...ana,
    'yes',
    'stop',
    wait(3.9 * DAY_MS),
    'START',
    wait(DAY_MS),
  ],
  'is not reminded while a person has it': [
    'trim',
    'friday at 3 pm',
    'no',
    ...ana,
    'yes',
    { do: 'person_says', text: 'See you on Friday!' },
    wait(6 * DAY_MS),
  ],
  'is answered by a person and handed back': [
    'a trim please',
    { do: 'person_says', text: 'Hello, this is Ruth. What is your name?' },
    'Ana López',
    { do: 'hand_back' },
    'friday at 3 pm',
    { do: 'person_says', text: 'That works.' },
    wait(5 * DAY_MS),
    { do: 'hand_back' },
  ],
};

export const viewingChats: Record<string, readonly ScriptLine[]> = {
  'books a viewing': ['rent', 'Riverside', '2', '2000', 'june', 'no pets', 'yes', 'tue', ...jane, '2'],
  'tells much at once': [
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
  'is a minor': ['rent', 'Old Town', '2', '2000', 'june', 'no pets', "I'm 16 years old", 'ok'],
};

export const loanChats: Record<string, readonly ScriptLine[]> = {
  'collects and closes': ['Acme Bakery LLC', '50k', 'equipment', '4', '25k', 'no', '12-3456789', ...john, 'yes'],
  'changes the summary': [
    'Acme Bakery LLC',
    '40k for equipment',
    '4 years',
    '25k',
    'no',
    '12-3456789',
    ...john,
    'no',
    'the amount should be 50,000',
    'yes',
    'thanks',
  ],
  'trades for too short': ['Acme Bakery LLC', '50k', 'equipment', '3 months'],
};

/** Collects a size and a name, which are its checklist, and has statuses that are left after an hour. */
export const collection: WorkflowFile = {
  fileName: 'collection.yaml',
  text: JSON.stringify({
    key: 'collection',
    name: 'Collection',
    goal: 'collection',
    agent: { name: 'Kim', role: 'the assistant' },
    fields: [
      {
        key: 'size',
        label: 'Size',
        type: 'select',
        ask: 'Which size?',
        options: [{ value: 'small' }, { value: 'big' }],
      },
      { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' },
    ],
    statuses: [
      {
        key: 'new',
        label: 'New',
        category: 'active',
        flags: ['initial'],
        timeout: { after: 1, unit: 'hours', to: 'old' },
      },
      { key: 'old', label: 'Old', category: 'deferred', timeout: { after: 1, unit: 'days', to: 'lost' } },
      { key: 'sized', label: 'Sized', category: 'active', gate: { requires: ['size'], autoEvaluate: true } },
      { key: 'done', label: 'Done', category: 'won', flags: ['terminal'] },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    checklist: [
      {
        name: 'You',
        items: ['size', 'name'].map((field) => ({ code: field, label: field, fieldType: 'TEXT', field })),
      },
    ],
  }),
};

export const collectedChats: Record<string, readonly ScriptLine[]> = {
  'gives all of its checklist': ['small', 'Ana López', 'yes', 'no, big'],
  'is silent until it is lost': [wait(2 * HOUR_MS), wait(2 * DAY_MS), 'hello', 'big'],
  'comes back in time': [wait(2 * HOUR_MS), 'small', wait(3 * DAY_MS), 'I am Ana López'],
};

/** Reaches out over the console, by day and thrice at most, and takes up again who fell silent. */
export const reaching: WorkflowFile = {
  fileName: 'reaching.yaml',
  text: JSON.stringify({
    key: 'reaching',
    name: 'Reaching',
    goal: 'qualification',
    agent: { name: 'Kim', role: 'the assistant' },
    fields: [
      {
        key: 'size',
        label: 'Size',
        type: 'select',
        ask: 'Which size?',
        options: [{ value: 'small' }, { value: 'big' }],
      },
      { key: 'name', label: 'Name', type: 'name', ask: 'What is your name?' },
    ],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'contacted', label: 'Contacted', category: 'active', flags: ['contacted'] },
      { key: 'engaged', label: 'Engaged', category: 'active', flags: ['engaged'] },
      { key: 'cold', label: 'Cold', category: 'deferred' },
      { key: 'done', label: 'Done', category: 'won', flags: ['terminal'] },
    ],
    cadence: {
      channels: ['console'],
      days: 2,
      words: ['Hi {name}, this is {agent} of {business}.'],
      windows: [
        { from: '10:00', to: '12:00' },
        { from: '16:00', to: '18:00' },
      ],
      recontact: { atMost: 2, words: ['Are you still there?'] },
    },
  }),
};

/** Of leads that come by API: nobody is there to be greeted. */
export const reachedLeads: Record<string, readonly ScriptLine[]> = {
  'is reached until it is cold': [wait(HOUR_MS), wait(5 * DAY_MS)],
  'is a person’s from the second day, and handed back': [
    wait(DAY_MS),
    { do: 'person_says', text: 'Hello, this is Ruth.' },
    wait(2 * DAY_MS),
    { do: 'hand_back' },
    wait(3 * DAY_MS),
  ],
};

const onChat = (text: string): SimulationStep => ({ do: 'lead_says', text, channel: 'web_chat' });

/** Of visitors of the web chat that leave. */
export const lostVisitors: Record<string, readonly ScriptLine[]> = {
  'falls silent and is taken up until it is cold': ['small', wait(HOUR_MS), wait(6 * DAY_MS), onChat('Ana López')],
  'comes back when it is written to': ['small', wait(DAY_MS), onChat('my name is Ana López'), wait(4 * DAY_MS)],
  'opts out, and in again': ['small', 'stop', wait(3 * DAY_MS), 'START', wait(4 * DAY_MS)],
  'asks what only a person knows, and falls silent': ['small', 'Do you sell surfboards?', wait(6 * DAY_MS)],
};

/** What an agent that listens drafts, and what a person does with it. */
export const listenedChats: Record<string, readonly ScriptLine[]> = {
  'waits for each approval': [
    "men's cut",
    { do: 'approve' },
    'wed',
    { do: 'approve' },
    'no',
    'Ana López, 202-555-0143, ana@example.com',
    { do: 'approve' },
    '1',
    { do: 'approve' },
    { do: 'discard' },
  ],
  'is reminded with approval': [
    'trim',
    'friday at 3 pm',
    'no',
    'Ana López, 202-555-0143, ana@example.com',
    { do: 'approve' },
    'yes',
    { do: 'approve' },
    wait(3.9 * DAY_MS),
    { do: 'approve' },
    wait(DAY_MS),
  ],
  'opts out, and in again': ['a trim', 'stop', 'hello?', 'START'],
  'asks for a person': ['a trim', { do: 'discard' }, 'a real person please', 'hello?'],
};
