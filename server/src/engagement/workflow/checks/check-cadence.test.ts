import { expect, it } from 'vitest';
import { checkWorkflow } from './check-workflow.ts';
import { formatPath } from './problem.ts';

function problemsOf(cadence: unknown, statuses: readonly unknown[] = [later]): string[] {
  const { problems } = checkWorkflow({
    key: 'calls',
    name: 'Calls',
    goal: 'qualification',
    agent: { name: 'Ella', role: 'the assistant' },
    fields: [],
    statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }, ...statuses],
    cadence,
  });
  return problems.map(({ path, message, severity }) => `${severity} ${formatPath(path)}: ${message}`);
}

const later = { key: 'later', label: 'Later', category: 'deferred' };
const days = ['monday', 'tuesday'];

it.each([
  ['names of channels alone', { channels: ['sms', 'call'] }, []],
  ['windows that touch', { channels: ['sms'], windows: [range('09:00', '12:00'), range('12:00', '18:00')] }, []],
  [
    'windows of other days at one time',
    { channels: ['sms'], windows: [range('09:00', '12:00'), { weekdays: ['friday'], from: '10:00', to: '14:00' }] },
    [],
  ],
  [
    'a window that ends before it begins',
    { channels: ['sms'], windows: [range('18:00', '09:00')] },
    ['error cadence.windows[0]: opens at 18:00 and closes at 09:00; write from before to'],
  ],
  [
    'windows over each other',
    { channels: ['sms'], windows: [range('09:00', '12:00'), { weekdays: ['tuesday'], from: '11:00', to: '14:00' }] },
    ['error cadence.windows[1]: 11:00-14:00 overlaps 09:00-12:00 on tuesday; join them or move one'],
  ],
  [
    'a window late at night',
    { channels: ['sms'], windows: [range('18:00', '23:00')] },
    [
      'warning cadence.windows[0]: opens before 08:00 or closes after 21:00, when many countries forbid calls; narrow it',
    ],
  ],
  [
    'a channel twice',
    { channels: ['sms', { channel: 'sms' }] },
    ['error cadence.channels[1]: `sms` is in the list already; name each channel once'],
  ],
  [
    'attempts that rise',
    { channels: [{ channel: 'sms', attempts: { first: 1, last: 2 } }] },
    ['error cadence.channels[0].attempts: rises from 1 to 2; attempts may only become fewer'],
  ],
  [
    'more attempts than a window holds',
    { channels: [{ channel: 'sms', attempts: { first: 4 } }], windows: [range('09:00', '13:00')] },
    ['warning cadence.channels[0].attempts: 4 attempts, 2 hours apart, do not fit into 4 hours; at most 2 are made'],
  ],
  [
    'more an hour than a day',
    { channels: ['sms'], limits: { perHour: 50, perDay: 20 } },
    ['error cadence.limits.perHour: 50 an hour are more than the 20 of a day; lower it'],
  ],
  [
    'a status that is none',
    { channels: ['sms'], coldStatus: 'latter', recontact: { coldStatus: 'cold' } },
    [
      'error cadence.coldStatus: no status `latter`; did you mean `later`?',
      'error cadence.recontact.coldStatus: no status `cold`',
    ],
  ],
  [
    'a key that is none',
    { channels: [{ channel: 'sms', atempts: { first: 1 } }] },
    ['error cadence.channels[0].atempts: unknown key `atempts`; did you mean `attempts`?'],
  ],
  [
    'a number for a channel',
    { channels: [5] },
    ['error cadence.channels[0]: write the name of a channel, such as sms, or `channel: ...` with its settings'],
  ],
  [
    'a name that is none',
    { channels: ['Text message'] },
    ['error cadence.channels[0]: write the name of a channel, such as sms, or `channel: ...` with its settings'],
  ],
])('%s', (_what, cadence, expected) => {
  expect(problemsOf(cadence)).toEqual(expected);
});

it('warns where a cold lead has no status to go to', () => {
  const warning =
    'warning cadence: no status has the category deferred, so a lead that went cold keeps its status; name a `coldStatus`';
  expect(problemsOf({ channels: ['sms'] }, [])).toEqual([warning]);
  expect(problemsOf({ channels: ['sms'], onExhausted: 'nothing' }, [])).toEqual([]);
  expect(problemsOf({ channels: ['sms'], coldStatus: 'new' }, [])).toEqual([]);
});

function range(from: string, to: string) {
  return { weekdays: days, from, to };
}
