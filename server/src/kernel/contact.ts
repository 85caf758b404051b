import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface Phone {
  /** E.164. */
  readonly e164: string;
  /** Equal for all national spellings of one line: what sameness compares. */
  readonly matchKey: string;
}

/**
 * Reads a phone number in any national form, `country` (ISO 3166) first; a leading `00` is `+`. A number that is
 * possible is taken even if no range holds it, as the vendors' own examples are such. Undefined where it is none.
 */
export function parsePhone(text: string, country: string): Phone | undefined {
  const plain = text
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .trim();
  const trimmed = plain.replace(/^00\s*(?=\d)/, '+');
  if (!/^\+?[\d\s().\-/·]{5,40}$/.test(trimmed)) return undefined;
  const region: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(trimmed, { ...(region && { defaultCountry: region }), extract: false });
  if (parsed?.isPossible()) return { e164: parsed.number, matchKey: matchKey(parsed.number) };
  const compact = trimmed.replace(/[^+\d]/g, '');
  return OLD_MEXICAN_MOBILE.test(compact) ? { e164: compact, matchKey: matchKey(compact) } : undefined;
}

/**
 * As `parsePhone`, for what programs send: a number with its country code, of a length that E.164 allows, is taken even
 * if no numbering plan has it, as those in the vendors' documentation are such. A person who mistyped would be asked.
 */
export function parseSentPhone(text: string, country: string): Phone | undefined {
  const parsed = parsePhone(text, country);
  if (parsed) return parsed;
  const compact = text
    .trim()
    .replace(/^00/, '+')
    .replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{7,14}$/.test(compact) ? { e164: compact, matchKey: compact } : undefined;
}

/** With the 1 that Mexico gave up in 2019 and messengers still send. */
const OLD_MEXICAN_MOBILE = /^\+521\d{10}$/;

/** An e-mail address trimmed and lower-cased, or undefined where it is none. */
export function parseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  if (email.length > 254 || !/^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@<>(),;:"[\]\\]+$/.test(email)) return undefined;
  const host = email.slice(email.indexOf('@') + 1);
  return /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(\p{L}{2,}|xn--[a-z0-9-]{2,})$/u.test(host)
    ? email
    : undefined;
}

export interface PersonName {
  readonly name: string | null;
  readonly givenName: string | null;
  readonly middleName: string | null;
  readonly familyName: string | null;
}

/** A name written whole: given name is its first word, family name the rest. */
export function splitName(name: string): PersonName {
  const words = name.trim().split(/\s+/);
  const [first = '', ...rest] = words;
  return { name: name.trim() || null, givenName: first || null, middleName: null, familyName: rest.join(' ') || null };
}

/** A name written in parts: the whole is the parts joined. */
export function joinName(given: string | null, middle: string | null, family: string | null): PersonName {
  const parts = [given, middle, family].map((part) => part?.trim() || null);
  const [givenName = null, middleName = null, familyName = null] = parts;
  return { name: parts.filter(Boolean).join(' ') || null, givenName, middleName, familyName };
}

/** Brazil's ninth digit, Argentina's 9 and Mexico's old 1 come and go in one and the same mobile number. */
function matchKey(e164: string): string {
  return e164
    .replace(/^\+55(\d{2})9(\d{8})$/, '+55$1$2')
    .replace(/^\+549(\d{10})$/, '+54$1')
    .replace(/^\+521(\d{10})$/, '+52$1');
}
