import { type Issue, invalidInput } from '../../kernel/errors.ts';

export interface WorkspaceSettings {
  readonly name: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly country: string;
  readonly locale: string;
}

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Codes that Intl names and ISO 3166 gives to no country. */
const NO_COUNTRIES = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'];

/** The settings trimmed and in their usual spelling. Raises `invalid_input` with everything that is wrong. */
export function checkSettings(input: WorkspaceSettings): WorkspaceSettings {
  const name = input.name.trim();
  const slug = input.slug.trim();
  const timeZone = spellTimeZone(input.timeZone.trim());
  const country = spellCountry(input.country.trim());
  const locale = spellLocale(input.locale.trim());
  const issues: Issue[] = [];
  const refuse = (field: string, message: string) => issues.push({ path: [field], message: `${field}: ${message}` });
  if (name === '' || name.length > 120) refuse('name', 'give 1 to 120 characters.');
  if (!SLUG.test(slug) || slug.length > 60) {
    refuse('slug', 'use lower-case letters, digits and single -, starting with a letter, at most 60.');
  }
  if (!timeZone) refuse('timeZone', `${quote(input.timeZone)} is no IANA time zone such as Europe/Lisbon.`);
  if (!country) refuse('country', `${quote(input.country)} is no ISO 3166 code of two letters such as PT.`);
  if (!locale) refuse('locale', `${quote(input.locale)} is no language tag such as en or pt-PT.`);
  if (timeZone && country && locale && issues.length === 0) return { name, slug, timeZone, country, locale };
  throw invalidInput('The workspace cannot be made so.', issues);
}

/** As IANA writes it; an older name of a zone stays as given, since Intl would answer with another. */
function spellTimeZone(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function spellCountry(text: string): string | undefined {
  const code = text.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.includes(code)) return undefined;
  // A code that was withdrawn (SU, YU) or never assigned (UK) has another as its canonical form.
  if (new Intl.Locale(`und-${code}`).region !== code) return undefined;
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code) && code;
}

function spellLocale(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
