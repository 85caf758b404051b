import { type Language, languageFor } from '../understanding/languages/index.ts';
import type { PersonLabel } from '../understanding/languages/people-words.ts';
import { anywhere, union } from '../understanding/phrase.ts';
import { fold } from '../understanding/text.ts';

/** The word tables of a language, ready to be looked up. */
export interface PeopleRules {
  readonly language: Language;
  readonly labels: ReadonlyMap<string, PersonLabel>;
  readonly shortLabels: ReadonlyMap<string, PersonLabel>;
  readonly businessEndings: ReadonlySet<string>;
  readonly businessWords: ReadonlySet<string>;
  readonly roles: RegExp;
  readonly fromBusiness: RegExp;
  /** The same at the end of a text. */
  readonly endsInFromBusiness: RegExp;
  readonly afterName: ReadonlySet<string>;
  readonly leadIns: ReadonlySet<string>;
  readonly notPeople: ReadonlySet<string>;
}

const compiled = new WeakMap<Language, PeopleRules>();

/** The rules for a BCP 47 language. */
export function rulesFor(languageTag: string): PeopleRules {
  const language = languageFor(languageTag);
  const known = compiled.get(language);
  if (known) return known;
  const { people } = language;
  const fromBusiness = `[\\s,]{1,3}(?:${union(people.fromBusiness)})\\s{1,3}(?:the\\s)?`;
  const rules: PeopleRules = {
    language,
    labels: labelTable(people.labels),
    shortLabels: new Map(Object.entries(people.shortLabels)),
    businessEndings: new Set(people.businessEndings),
    businessWords: new Set(people.businessWords),
    roles: anywhere(people.roles),
    fromBusiness: new RegExp(fromBusiness),
    endsInFromBusiness: new RegExp(`${fromBusiness}$`),
    afterName: new Set(people.afterName),
    leadIns: new Set(people.leadIns),
    notPeople: new Set(people.notPeople),
  };
  compiled.set(language, rules);
  return rules;
}

function labelTable(labels: Readonly<Record<PersonLabel, readonly string[]>>): Map<string, PersonLabel> {
  // The guarantee: the keys of the table are its labels.
  const entries = Object.entries(labels) as [PersonLabel, readonly string[]][];
  return new Map(entries.flatMap(([label, words]) => words.map((word) => [word, label] as const)));
}

/** What a heading or the word before a colon says of what follows; undefined where it says nothing that we know. */
export function labelOf(words: string, { labels, shortLabels }: PeopleRules): PersonLabel | undefined {
  const key = fold(words)
    .replace(/[_*#"]+/g, ' ')
    .replace(/[\s.:?]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return labels.get(key) ?? shortLabels.get(key);
}
