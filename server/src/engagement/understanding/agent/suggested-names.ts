import type { WorkflowField } from '../../workflow/definition.ts';
import { optionFormsOf } from '../extractors/option-forms.ts';
import { findProperNames, type ProperName } from '../extractors/proper-names.ts';
import { findStreets } from '../extractors/street.ts';
import { datesIn, timesIn } from '../extractors/times.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { anywhere, atStart, found, union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Observation, SpeechContext, VariableValue } from '../types.ts';

/** What the agent calls by name, for the fields that want a name: the most likely name first where there are several. */
export function suggestedNames(
  text: string,
  folded: string,
  context: SpeechContext,
  fields: readonly WorkflowField[],
  names: readonly WorkflowField[],
  known: ReadonlyMap<string, VariableValue>,
): Observation[] {
  const language = languageFor(context.language);
  const [field] = names;
  if (!field) return [];
  const taken = [...datesIn(text, context), ...timesIn(text, context), ...streets(text, folded, language)];
  const options = optionsOf(fields, context.language);
  const places = new Set(
    fields.filter(({ type }) => type === 'place').map(({ key }) => fold(String(known.get(key) ?? ''))),
  );
  const shown = withoutOptions(text, folded, options);
  const scored = findProperNames(shown, folded, language).flatMap((name) => {
    const range = withoutTime(text, name, taken);
    if (/^[\d\s]*$/.test(text.slice(range.start, range.end)) || taken.some((span) => covers(span, range))) return [];
    const whole = withoutPlace(folded, range, places);
    const score = scoreOf(folded, whole, places, language);
    return score <= 0 ? [] : [{ ...whole, score }];
  });
  scored.sort((a, b) => b.score - a.score || a.start - b.start);
  return scored.map(({ start, end, score }) => ({
    key: field.key,
    value: text.slice(start, end),
    valueText: text.slice(start, end),
    confidence: Math.min(0.9, 0.5 + score / 10),
    origin: 'accepted' as const,
  }));
}

/** Whether words of another kind are more than a part of a name: "18/8 Fine Men's Salons" is no date. */
function covers(span: ProperName, name: ProperName): boolean {
  const shared = Math.min(span.end, name.end) - Math.max(span.start, name.start);
  return shared > 0 && shared * 2 >= name.end - name.start;
}

/** "Great Clips for March 9th": what is said of time is no part of a name. */
function withoutTime(text: string, { start, end }: ProperName, taken: readonly ProperName[]): ProperName {
  const inner = taken.find((span) => span.start > start && span.start < end);
  if (!inner) return { start, end };
  const words = text.slice(start, inner.start).replace(/(?:\s(?:for|on|at|by|of|and))?\s*$/i, '');
  return { start, end: start + words.length };
}

/** "San Carlos at Gilman Dental": the town that is known already is no part of the name. */
function withoutPlace(folded: string, { start, end }: ProperName, places: ReadonlySet<string>): ProperName {
  for (const place of places) {
    const led = /(?:^| )in $/.test(folded.slice(Math.max(0, start - 4), start))
      ? /^(?:,| at| is)? (?=.)/
      : /^(?:,| at| is) (?=.)/;
    const rest = place === '' ? null : led.exec(folded.slice(start + place.length, end));
    if (rest && folded.startsWith(place, start)) return { start: start + place.length + rest[0].length, end };
  }
  return { start, end };
}

/** Streets with a number: "Arbor Terrace" may be the name of a house. */
function streets(text: string, folded: string, language: Language) {
  return findStreets(text, folded, language, { address: true, asked: true }).filter((span) =>
    /^\d\S*(?:\s+[\p{Lu}\d#]\S*)+$/u.test(span.text),
  );
}

function optionsOf(fields: readonly WorkflowField[], language: string): string[] {
  return fields
    .filter(({ type }) => type === 'select' || type === 'multiselect')
    .flatMap((field) => optionFormsOf(field, language).forms.map(({ words }) => words.join(' ')));
}

/** The text with the options of lists blanked out, so that they are no part of a name: "Bela Kenessey, MD General Practitioner". */
function withoutOptions(text: string, folded: string, options: readonly string[]): string {
  let shown = text;
  for (const option of options) {
    for (let at = folded.indexOf(option); at >= 0; at = folded.indexOf(option, at + option.length)) {
      const isWhole = !/[a-z0-9]/.test(folded.charAt(at - 1)) && !/[a-z0-9]/.test(folded.charAt(at + option.length));
      if (isWhole) shown = `${shown.slice(0, at)};${' '.repeat(option.length - 1)}${shown.slice(at + option.length)}`;
    }
  }
  return shown;
}

interface Rules {
  readonly before: RegExp;
  readonly after: RegExp;
  readonly place: RegExp;
  readonly address: RegExp;
  readonly located: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { before, after, places, addresses, located } = language.agent;
  const tail = (phrases: readonly string[]) =>
    new RegExp(`(?<![a-z0-9'])(?:${union(phrases)})[\\s"':,-]{0,4}(?:(?:the|a|an)\\s)?$`);
  return {
    before: tail(before),
    after: atStart(after),
    place: tail(places),
    address: anywhere(addresses),
    located: tail(located),
  };
});

function scoreOf(folded: string, { start, end }: ProperName, places: ReadonlySet<string>, language: Language): number {
  const rules = rulesOf(language);
  const said = folded.slice(start, end);
  const before = folded.slice(Math.max(0, start - 40), start);
  const after = folded.slice(end, end + 30).replace(/^[\s"']+/, '');
  const words = said.split(' ').length;
  if (places.has(said.replace(/^\d+\s/, '')) || /^\d+ \p{L}+s$/u.test(said)) return 0;
  const isFollowed = rules.after.test(after.replace(/^[,\s]+/, ''));
  if (words === 1 && /(?:^|[.!?:]\s*)$/.test(before) && !isFollowed) return 0;
  const isLed = rules.before.test(before);
  let score = Math.min(words, 3) + (isLed ? 2 : 0) + (isFollowed ? 1 : 0);
  if (rules.place.test(before)) score -= /^\d/.test(said) || words === 1 ? 3 : 2;
  if (/^\d/.test(said) && rules.located.test(before)) score -= 3;
  return found(rules.address, before) ? score - 3 : score;
}
