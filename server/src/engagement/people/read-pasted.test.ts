import { describe, expect, it } from 'vitest';
import { found } from './people.fixture.ts';

describe('lists as people paste them', () => {
  const john = { name: 'John Smith', email: 'john@smith.com', phone: '+14155552671' };
  const jane = { name: 'Jane Roe', email: 'jane@roe.com' };
  it.each<[string, string, object[]]>([
    [
      'a heading, dashes and wishes',
      'LEADS FROM TRADE SHOW\n\nJohn Smith - Acme Corp - john@smith.com - 415-555-2671 - interested in premium plan',
      [{ ...john, businessName: 'Acme Corp', notes: 'interested in premium plan' }],
    ],
    [
      'a greeting above and a name below',
      'Hi,\nplease find below the contacts:\n1) John Smith (john@smith.com, 415-555-2671)\n2) Jane Roe (jane@roe.com)\nBest,\nNick',
      [john, jane],
    ],
    [
      'labels with dashes under numbers',
      'Lead #1\nName - John Smith\nPhone - 4155552671\nEmail - john@smith.com\n\nLead #2\nName - Jane Roe\nEmail - jane@roe.com',
      [john, jane],
    ],
    [
      'JSON',
      '[{"name":"John Smith","email":"john@smith.com","phone":"4155552671"},\n{"name":"Jane Roe","email":"jane@roe.com"}]',
      [john, jane],
    ],
    ['turned names', 'Smith, John; john@smith.com; 415-555-2671\nRoe, Jane <jane@roe.com>', [john, jane]],
    [
      'a chat',
      '[10:32, 5/13/2026] John Smith: Hi! my mail is john@smith.com\n[10:33, 5/13/2026] Jane Roe: mine is jane@roe.com',
      [{ name: 'John Smith', email: 'john@smith.com' }, jane],
    ],
    [
      'what is to be done first',
      'Call John Smith 415-555-2671\nMet Jane Roe (jane@roe.com)',
      [{ name: 'John Smith', phone: '+14155552671' }, jane],
    ],
  ])('%s', (_shape, text, people) => {
    expect(found(text)).toEqual(people);
  });
});
