import { expect, it } from 'vitest';
import { FoyerError } from '../../kernel/errors.ts';
import { compareWords } from './compare-words.ts';
import { parseTranscript } from './parse-transcript.ts';
import type { ExpectedWords } from './transcript.ts';

const now = new Date('2027-03-01T10:00:00Z');
const parse = (...lines: string[]) => parseTranscript({ text: lines.join('\n'), fileName: 'chat.txt', now });

function problemsOf(...lines: string[]): string[] {
  try {
    parse(...lines);
  } catch (error) {
    if (error instanceof FoyerError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

it('reads who the lead is, what is said, and when', () => {
  const transcript = parse(
    '# a comment',
    'Name: Ana López',
    'phone: (202) 555-0143',
    'email: ANA@example.com',
    'Time-Zone: America/New_York',
    'start: 2027-03-13 10:00',
    'autonomy: listen',
    'drafts: approve',
    'busy: 2027-03-15T09:00 to 2027-03-15T12:00',
    '',
    'agent: Hello...',
    'lead: a trim: for me',
    '  and my dog',
    'agent:',
    'wait: 1 day and 2 hours',
    'at: 2027-03-15T09:00:00-04:00',
    'lead on sms: yes',
    'person: I am Ruth',
    'hand back:',
    'approve:',
  );
  expect(transcript).toMatchObject({
    contact: { name: 'Ana López', email: 'ana@example.com', phone: '+12025550143' },
    timeZone: 'America/New_York',
    country: 'US',
    channel: 'web_chat',
    startAt: new Date('2027-03-13T15:00:00Z'),
    autonomy: 'listen',
    approvesDrafts: true,
    busy: [{ startAt: '2027-03-15T13:00:00.000Z', endAt: '2027-03-15T16:00:00.000Z' }],
    steps: [
      { do: 'lead_says', text: 'a trim: for me\nand my dog' },
      { do: 'wait', forMs: 26 * 3_600_000 },
      { do: 'wait_until', at: new Date('2027-03-15T13:00:00Z') },
      { do: 'lead_says', text: 'yes', channel: 'sms' },
      { do: 'person_says', text: 'I am Ruth' },
      { do: 'hand_back' },
      { do: 'approve' },
    ],
    expected: [
      { step: -1, text: 'Hello...', line: 11 },
      { step: 0, text: '', line: 14 },
    ],
  });
});

it('begins now, in UTC, where nothing is said of it', () => {
  expect(parse('lead: hello')).toMatchObject({ startAt: now, timeZone: 'UTC', autonomy: 'autopilot' });
});

it.each([
  [[''], 'chat.txt:1:1: nobody says anything'],
  [['laed: hello'], 'chat.txt:1:1: there is no word `laed`; did you mean `lead`?'],
  [['hello there'], 'chat.txt:1:1: begin with who speaks'],
  [['lead:'], 'chat.txt:1:6: says nothing'],
  [[`lead: ${'x'.repeat(4097)}`], 'chat.txt:1:7: at most 4096 characters'],
  [['lead: a', 'name: Ana'], 'chat.txt:2:1: `name` goes above'],
  [['name: a', 'name: b', 'lead: a'], 'chat.txt:2:1: `name` is here twice'],
  [['time zone: Mars', 'lead: a'], 'chat.txt:1:12: name a zone'],
  [['start: tomorrow', 'lead: a'], 'chat.txt:1:8: give a day and a time'],
  [['start: 2027-02-30T10:00', 'lead: a'], 'chat.txt:1:8: give a day and a time'],
  [['busy: 2027-03-02T10:00', 'lead: a'], 'chat.txt:1:7: give two times'],
  [['email: nobody', 'lead: a'], 'chat.txt:1:8: is no e-mail address'],
  [['lead: a', 'wait: a bit'], 'chat.txt:2:7: say how long'],
  [['lead: a', 'wait: 2 years'], 'chat.txt:2:7: say how long'],
  [['lead: a', 'wait: 400 days'], 'chat.txt:2:7: is more than a year'],
  [['lead: a', 'wait: 2 hours', 'at: 2027-03-01T11:00'], 'chat.txt:3:5: is before 2027-03-01T12:00'],
  [['lead: a', 'hand back: please'], 'chat.txt:2:12: nothing stands behind `hand back:`'],
  [Array.from({ length: 202 }, () => 'lead: a'), 'chat.txt:201:1: a transcript has at most 200 lines'],
])('says where %j is wrong', (lines, problem) => {
  expect(problemsOf(...lines)).toEqual([expect.stringContaining(problem)]);
});

it('tells all that is wrong at once, in the order of the file', () => {
  const problems = problemsOf('phone: 1', 'hello', 'lead: a', 'wait: x');
  expect(problems.map((one) => one.split(': ')[0])).toEqual(['chat.txt:1:8', 'chat.txt:2:1', 'chat.txt:4:7']);
});

it.each([
  [['Hello there, I am Mia.'], ['Hello  there,\nI am Mia.'], []],
  [['Hello ...'], ['Hello there, I am Mia.'], []],
  [['... Mia.'], ['Hello there, I am Mia.'], []],
  [['Hello ... Mia'], ['Hello there, I am Mia.'], [{ expected: 'Hello ... Mia', said: 'Hello there, I am Mia.' }]],
  [['...'], [], [{ expected: '...', said: null }]],
  [[''], [], []],
  [[''], ['Hello'], [{ expected: null, said: 'Hello' }]],
  [['a (b)'], ['a (b)', 'c'], [{ expected: null, said: 'c' }]],
])('compares what is expected, %j, with what is said, %j', (expected, said, differences) => {
  const happened = said.map((text) => ({ kind: 'message', author: 'agent', channel: 'c', text, reason: '' }) as const);
  const lines = expected.map((text, index): ExpectedWords => ({ step: 0, text, line: index + 1 }));
  expect(compareWords({ turns: [{ step: 0, happened }] }, lines)).toMatchObject(differences);
});
