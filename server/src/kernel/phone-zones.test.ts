import { describe, expect, it } from 'vitest';
import { phonePrefixes } from './phone-prefixes.ts';
import { zonesOfPhone } from './phone-zones.ts';

describe('the zones of a number', () => {
  it.each([
    ['a country with one', '+4915112345678', ['Europe/Berlin']],
    ['a country where several have one clock', '+5491123456789', 1],
    ['New York', '+12125550123', ['America/New_York']],
    ['an overlay', '+13325550123', ['America/New_York']],
    ['Arizona', '+16025550123', ['America/Phoenix']],
    ['an area code with two', '+18505550123', ['America/New_York', 'America/Chicago']],
    ['Saskatchewan', '+13065550123', ['America/Regina', 'America/Edmonton']],
    ['the Yukon to Nunavut', '+18675550123', 5],
    ['Hawaii', '+18085550123', ['Pacific/Honolulu']],
    ['Guam', '+16715550123', ['Pacific/Guam']],
    ['Jamaica', '+18765550123', ['America/Jamaica']],
    ['Puerto Rico', '+17875550123', ['America/Puerto_Rico']],
    ['a free number of North America', '+18005550123', 10],
    ['an area code that nobody has', '+12995550123', 10],
    ['a mobile of Sao Paulo', '+5511961234567', ['America/Sao_Paulo']],
    ['a mobile of Manaus', '+5592961234567', ['America/Manaus']],
    ['Recife and the island', '+5581961234567', ['America/Sao_Paulo', 'America/Noronha']],
    ['Mexico City', '+525512345678', ['America/Mexico_City']],
    ['Tijuana, as messengers write it', '+5216641234567', ['America/Tijuana']],
    ['Cancun', '+529981234567', ['America/Cancun']],
    ['a smaller place of Mexico', '+527471234567', 6],
    ['Sydney or its islands', '+61291234567', 3],
    ['Brisbane', '+61731234567', ['Australia/Brisbane']],
    ['Darwin', '+61889123456', ['Australia/Darwin']],
    ['a mobile of Australia', '+61412345678', 7],
    ['Moscow', '+74951234567', ['Europe/Moscow']],
    ['Vladivostok', '+74232123456', ['Asia/Vladivostok']],
    ['a mobile of Russia', '+79161234567', 11],
    ['Kazakhstan', '+77011234567', 1],
    ['Lisbon', '+351213456789', ['Europe/Lisbon']],
    ['the Azores', '+351296123456', ['Atlantic/Azores']],
    ['a mobile of Portugal', '+351912345678', 2],
    ['Las Palmas', '+34928123456', ['Atlantic/Canary']],
    ['a mobile of Spain', '+34612345678', 2],
    ['India', '+919876543210', 1],
    ['China', '+8613812345678', ['Asia/Shanghai']],
    ['a mobile of Indonesia', '+62812345678', 3],
    ['a number of no country', '+80012345678', []],
    ['no number', 'nobody', []],
  ])('%s: %s', (_what, e164, expected) => {
    const zones = zonesOfPhone(e164);
    if (typeof expected === 'number') expect(zones, String(zones)).toHaveLength(expected);
    else expect(zones).toEqual(expected);
  });
});

it('names zones that exist, and each prefix once', () => {
  const prefixes = phonePrefixes.flatMap(([code, list]) => list.split(' ').map((prefix) => code + prefix));
  expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([]);
  for (const zone of phonePrefixes.flatMap(([, , zones]) => zones.split(' '))) {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: zone }), zone).not.toThrow();
  }
});
