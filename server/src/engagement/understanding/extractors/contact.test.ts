import { describe, expect, it } from 'vitest';
import { context } from '../test-fields.ts';
import { findEmails } from './email.ts';
import { findPhones } from './phone.ts';
import { findUrls } from './url.ts';

describe('e-mail', () => {
  it.each([
    ['Ana.Ruiz@Example.com', ['ana.ruiz@example.com']],
    ['write to bob@mail.example.co.uk, please.', ['bob@mail.example.co.uk']],
    ['<bob+flats@example.org>', ['bob+flats@example.org']],
    ["it's o'brien@example.ie!", ["o'brien@example.ie"]],
    ['a@b.co or c@d.net', ['a@b.co', 'c@d.net']],
    ['ana dot ruiz at example dot com', ['ana.ruiz@example.com']],
    ['bob at example.com', ['bob@example.com']],
    ['josé@exámple.es', ['josé@exámple.es']],
    ['meet me at noon', []],
    ['I am at home dot dot', []],
    ['@example.com', []],
    ['bob@example', []],
    ['bob@@example.com', []],
    ['a..b@example.com', []],
  ])('%j holds %j', (text, values) => {
    expect(findEmails(text, context).map((span) => span.value)).toEqual(values);
  });
});

describe('phone', () => {
  it.each([
    ['US', '(415) 555-2671', '+14155552671'],
    ['US', 'call 415.555.2671 after six', '+14155552671'],
    ['US', 'my number is 4155552671', '+14155552671'],
    ['US', '+44 20 7946 0958', '+442079460958'],
    ['US', '0044 20 7946 0958', '+442079460958'],
    ['US', 'plus 44 20 7946 0958', '+442079460958'],
    ['US', '1-415-555-2671.', '+14155552671'],
    ['GB', '020 7946 0958', '+442079460958'],
    ['GB', '07700 900 123', '+447700900123'],
    ['DE', '0151/23456789', '+4915123456789'],
    ['ES', '612 34 56 78', '+34612345678'],
    ['BR', '(11) 91234-5678', '+5511912345678'],
    ['US', 'four one five, five five five, two six seven one', '+14155552671'],
    ['US', 'four one five triple five two six seven one', '+14155552671'],
  ])('in %s, %j is %s', (country, text, value) => {
    expect(findPhones(text, { ...context, country }).map((span) => span.value)).toEqual([value]);
  });

  it('accepts a number of a possible length that no range holds, less sure of it', () => {
    const [known] = findPhones('(415) 555-2671', context);
    const [unheard] = findPhones('(100) 555-2671', context);
    expect(unheard?.value).toBe('+11005552671');
    expect(unheard?.confidence).toBeLessThan(known?.confidence ?? 0);
  });

  it.each([
    '2026-05-14',
    '14.05.2026',
    '$1,500,000',
    '3 bedrooms and 2 baths',
    'between 1000 and 1500',
    'order #12345',
    'id 4155552671abc',
    '12345',
  ])('%j holds none', (text) => {
    expect(findPhones(text, context)).toEqual([]);
  });
});

describe('web address', () => {
  it.each([
    ['see https://Example.com/Path?a=1.', ['https://example.com/Path?a=1']],
    ['www.example.org', ['https://www.example.org']],
    ['our site is example.com', ['https://example.com']],
    ['(http://example.com)', ['http://example.com']],
    ['bob@example.com', []],
    ['I live in St.John', []],
    ['at 3.30 or 4.15', []],
    ['end.of sentence', []],
  ])('%j holds %j', (text, values) => {
    expect(findUrls(text, context).map((span) => span.value)).toEqual(values);
  });

  it('takes a bare domain of any kind when asked', () => {
    expect(findUrls('kontor.berlin', context)).toEqual([]);
    expect(findUrls('kontor.berlin', context, { asked: true })[0]?.value).toBe('https://kontor.berlin');
  });
});
