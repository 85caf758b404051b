import { describe, expect, it } from 'vitest';
import { joinName, parseEmail, parsePhone, parseSentPhone, splitName } from './contact.ts';

describe('parsePhone', () => {
  it.each([
    ['(415) 555-0123', 'US', '+14155550123'],
    ['415.555.0123', 'US', '+14155550123'],
    ['1 415 555 0123', 'US', '+14155550123'],
    ['+1 415-555-0123', 'DE', '+14155550123'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['07123 456789', 'GB', '+447123456789'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['0151 23456789', 'DE', '+4915123456789'],
    ['0151/234-56789', 'DE', '+4915123456789'],
    ['+49 (0)151 23456789', 'US', '+4915123456789'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['(11) 91234-5678', 'BR', '+5511912345678'],
    ['011 15-1234-5678', 'AR', '+5491112345678'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['080-1234-5678', 'JP', '+818012345678'],
    ['98765 43210', 'IN', '+919876543210'],
    ['0412 345 678', 'AU', '+61412345678'],
    ['07 01 02 03 04', 'CI', '+2250701020304'],
  ])('reads %s in %s as %s', (text, country, e164) => {
    expect(parsePhone(text, country)?.e164).toBe(e164);
  });

  it.each([
    ['0044 20 7946 0958', 'US', '+442079460958'],
    ['00 44 20 7946 0958', 'US', '+442079460958'],
    ['011 44 20 7946 0958', 'US', '+442079460958'],
    [' +14155550123 ', 'ZZ', '+14155550123'],
    ['+1\u00a0(415)\u00a0555\u20110123', 'US', '+14155550123'],
    ['\u202a+1 415 555 0123\u202c', 'US', '+14155550123'],
  ])('reads %j from %s whatever the country', (text, country, e164) => {
    expect(parsePhone(text, country)?.e164).toBe(e164);
  });

  it.each(['+447123456789', '+16782319992', '+56912345678', '+15555550100'])(
    'takes %s, possible but unassigned',
    (e164) => {
      expect(parsePhone(e164, 'US')).toEqual({ e164, matchKey: e164 });
    },
  );

  it.each([
    ['', 'US'],
    ['12345', 'US'],
    ['555-0123', 'US'],
    ['+1415555012', 'US'],
    ['+141555501234', 'US'],
    ['+00000000', 'US'],
    ['+9991234567', 'US'],
    ['+1234567890123456', 'US'],
    ['4155550123', 'ZZ'],
    ['(415) 555-0123 or (415) 555-0199', 'US'],
    ['call me', 'US'],
    ['415 555 0123 x12', 'US'],
    ['-----', 'US'],
    ['+', 'US'],
  ])('reads %j in %s as none', (text, country) => {
    expect(parsePhone(text, country)).toBeUndefined();
  });

  it.each([
    ['Brazil', ['+55 11 91234-5678', '+55 11 1234-5678'], '+551112345678'],
    ['Argentina', ['+54 9 11 1234-5678', '+54 11 1234-5678'], '+541112345678'],
    ['Mexico', ['+52 1 55 1234 5678', '+52 55 1234 5678'], '+525512345678'],
  ])('gives one match key to both spellings of a mobile in %s', (_country, spellings, matchKey) => {
    expect(spellings.map((text) => parsePhone(text, 'US')?.matchKey)).toEqual([matchKey, matchKey]);
  });

  it.each([
    [
      'a mobile of São Paulo',
      'BR',
      '+551112345678',
      ['(011) 91234-5678', '0 11 1234-5678', '0055 11 91234 5678', '+55 (11) 9 1234-5678'],
    ],
    [
      'a line of Buenos Aires',
      'AR',
      '+541112345678',
      ['011 15-1234-5678', '9 11 1234-5678', '(011) 1234-5678', '0054 9 11 1234 5678', '+54 (0)11 15 1234-5678'],
    ],
    ['a line of Rosario', 'AR', '+543411234567', ['0341 15-123-4567', '+54 9 341 123 4567', '341 123 4567']],
    [
      'a line of London',
      'GB',
      '+442079460958',
      ['(0) 20 7946 0958', '( 020 ) 7946 0958', '00 (44) 20 7946 0958', '+44 (0) 20 7946 0958'],
    ],
  ])('gives one match key to %s however it is written in %s', (_line, country, matchKey, spellings) => {
    expect(spellings.map((text) => parsePhone(text, country)?.matchKey)).toEqual(spellings.map(() => matchKey));
  });

  it('keeps the spelling that was given beside the match key', () => {
    expect(parsePhone('+55 11 91234-5678', 'US')?.e164).toBe('+5511912345678');
    expect(parsePhone('+52 1 55 1234 5678', 'US')?.e164).toBe('+5215512345678');
  });
});

describe('parseEmail', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    [' ada@example.com ', 'ada@example.com'],
    ['a+b@c.co.uk', 'a+b@c.co.uk'],
    ["o'brien@x.ie", "o'brien@x.ie"],
    ['ü@müller.de', 'ü@müller.de'],
    ['a@b.xn--p1ai', 'a@b.xn--p1ai'],
    ['a@xn--mller-kva.de', 'a@xn--mller-kva.de'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('reads %s as %s', (text, email) => {
    expect(parseEmail(text)).toBe(email);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@example.c1',
    'ada@@example.com',
    'ada lovelace@example.com',
    'ada@example..com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@ex_ample.com',
    'ada@192.168.0.1',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(125)}com`,
  ])('reads %j as none', (text) => {
    expect(parseEmail(text)).toBeUndefined();
  });
});

describe('parseSentPhone', () => {
  it.each([
    ['+1234567890', 'US', '+1234567890'],
    ['001 234 567 890', 'DE', '+1234567890'],
    ['+1 (415) 555-012', 'US', '+1415555012'],
    ['(415) 555-0123', 'US', '+14155550123'],
  ])('reads %j in %s as %s', (text, country, e164) => {
    expect(parseSentPhone(text, country)?.e164).toBe(e164);
  });

  it.each(['+123456', '+1234567890123456', '+0234567890', '1234567', '+12345678a', '+', ''])(
    'reads %j as none',
    (text) => {
      expect(parseSentPhone(text, 'US')).toBeUndefined();
    },
  );
});

describe('names', () => {
  it.each([
    ['Ada Lovelace', 'Ada', 'Lovelace'],
    ['  Ada   King Lovelace ', 'Ada', 'King Lovelace'],
    ['Ada', 'Ada', null],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
  ])('splits %j', (text, givenName, familyName) => {
    expect(splitName(text)).toEqual({ name: text.trim(), givenName, middleName: null, familyName });
  });

  it('splits nothing into nothing', () => {
    expect(splitName('  ')).toEqual({ name: null, givenName: null, middleName: null, familyName: null });
  });

  it.each([
    [['Ada', 'King', 'Lovelace'], 'Ada King Lovelace'],
    [['Ada', null, 'Lovelace'], 'Ada Lovelace'],
    [[null, null, ' Lovelace '], 'Lovelace'],
    [[null, '', null], null],
  ])('joins %j', ([given = null, middle = null, family = null], name) => {
    expect(joinName(given, middle, family).name).toBe(name);
  });
});
