import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { Temporal } from 'temporal-polyfill';
import { phonePrefixes } from './phone-prefixes.ts';

/**
 * The IANA zones that the holder of a number (E.164) may be in, of those with one and the same clock only one: by its
 * prefix where that tells, else all of its country or countries. A ported mobile may be elsewhere. Empty where unknown.
 */
export function zonesOfPhone(e164: string): readonly string[] {
  return zonesOfPrefix(e164.slice(1)) ?? zonesOfCountry(e164);
}

const byPrefix = new Map(
  phonePrefixes.flatMap(([code, prefixes, zones]) => {
    const list = Object.freeze(zones.split(' '));
    return prefixes.split(' ').map((prefix) => [code + prefix, list] as const);
  }),
);
const LONGEST_PREFIX = Math.max(...[...byPrefix.keys()].map((prefix) => prefix.length));

/** Where an area code that is newer than the table may lie: in the United States or Canada, not on an island. */
const northAmerica = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Regina',
  'America/Halifax',
  'America/St_Johns',
  'America/Anchorage',
  'Pacific/Honolulu',
];

function zonesOfPrefix(digits: string): readonly string[] | undefined {
  const national = digits.startsWith('521') && digits.length === 13 ? `52${digits.slice(3)}` : digits;
  for (let length = Math.min(LONGEST_PREFIX, national.length); length > 0; length -= 1) {
    const zones = byPrefix.get(national.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
}

function zonesOfCountry(e164: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return [];
  const { country, countryCallingCode: code } = parsed;
  if (code === '1' && (country === undefined || country === 'US' || country === 'CA')) return northAmerica;
  const name = country ?? code;
  const known = byCountry.get(name);
  if (known !== undefined) return known;
  const countries = country ? [country] : getCountries().filter((one) => getCountryCallingCode(one) === code);
  const zones = countries.flatMap((one) => zonesOf(one));
  const distinct = zones.filter((zone, index) => zones.findIndex((other) => haveOneClock(other, zone)) === index);
  byCountry.set(name, distinct);
  return distinct;
}

/** What was asked for once: a country's zones do not change while the process runs. */
const byCountry = new Map<string, readonly string[]>();

function zonesOf(country: CountryCode): string[] {
  return new Intl.Locale('und', { region: country }).getTimeZones() ?? [];
}

/** Summer and winter tell zones of one country apart; which of a year's days change the clock, a country decides. */
function haveOneClock(a: string, b: string): boolean {
  return a === b || seasons.every((day) => offsetOf(a, day) === offsetOf(b, day));
}

const seasons = ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].map((day) => Temporal.Instant.from(day));

function offsetOf(zone: string, day: Temporal.Instant): number {
  return day.toZonedDateTimeISO(zone).offsetNanoseconds;
}
