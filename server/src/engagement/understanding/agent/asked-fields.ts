import type { FieldType, WorkflowField } from '../../workflow/definition.ts';
import type { Clause } from '../clauses.ts';
import { cueMatches, cuesOf, stemTokens } from '../field-cues.ts';
import { isNamed, isOwnName } from '../field-roles.ts';
import { onceFor } from '../keep.ts';
import type { AskedKind } from '../languages/agent-words.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { anywhere, atStart, found } from '../phrase.ts';
import { tokenize } from '../text.ts';

/**
 * The keys of the fields that an agent's words ask for, most wanted first: by the field's own words, by its options and
 * by the kind of value that is asked for ("when", "which city"). `clauses` are those of the folded words.
 */
export function askedFields(
  clauses: readonly Clause[],
  fields: readonly WorkflowField[],
  known: ReadonlySet<string>,
  languageTag: string,
): string[] {
  const language = languageFor(languageTag);
  const asking = clauses.filter((clause) => asks(clause, language));
  const scores = new Map<string, number>();
  for (const clause of asking) {
    if (found(rulesOf(language).goesOn, clause.folded) && !found(rulesOf(language).firm, clause.folded)) continue;
    for (const [key, score] of scoresIn(clause, fields, known, language)) {
      if (score > (scores.get(key) ?? 0)) scores.set(key, score);
    }
  }
  return [...scores].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}

interface Rules {
  readonly wishes: RegExp;
  readonly goesOn: RegExp;
  readonly firm: RegExp;
  readonly more: RegExp;
  readonly kinds: ReadonlyMap<AskedKind, RegExp>;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { kinds, wishes, goesOn, more } = language.agent;
  return {
    wishes: atStart(wishes),
    goesOn: anywhere(goesOn),
    firm: anywhere([
      ...language.agent.kinds.date,
      ...language.agent.kinds.time,
      ...language.agent.kinds.number,
      ...language.whereWords,
    ]),
    more: anywhere(more),
    kinds: new Map(kindNames.map((kind) => [kind, anywhere(kinds[kind])])),
  };
});

const kindNames: readonly AskedKind[] = [
  'date',
  'time',
  'place',
  'name',
  'ownName',
  'number',
  'currency',
  'email',
  'phone',
];

/** What a kind of question can be about. */
const kindOf: Readonly<Partial<Record<FieldType, readonly AskedKind[]>>> = {
  date: ['date'],
  time: ['time'],
  datetime: ['date', 'time'],
  place: ['place'],
  name: ['name'],
  number: ['number'],
  integer: ['number'],
  currency: ['currency'],
  email: ['email'],
  phone: ['phone'],
};

function asks(clause: Clause, language: Language): boolean {
  if (found(rulesOf(language).more, clause.folded)) return false;
  return clause.marked || clause.mood === 'question' || rulesOf(language).wishes.test(clause.folded);
}

function scoresIn(
  clause: Clause,
  fields: readonly WorkflowField[],
  known: ReadonlySet<string>,
  language: Language,
): [string, number][] {
  const rules = rulesOf(language);
  const stems = stemTokens(tokenize(clause.folded), language.code);
  const said = new Map(fields.map((field) => [field.key, cueScore(field, stems, language)]));
  const scored = fields.map((field): [string, number] => {
    const own = said.get(field.key) ?? 0;
    const kinds = kindsOf(field, language);
    const byKind = kinds.some((kind) => found(rules.kinds.get(kind) ?? never, clause.folded));
    const needsKind = field.type === 'date' || field.type === 'time' || field.type === 'datetime';
    const score = needsKind && !byKind ? 0 : byKind ? 0.6 + 0.4 * own : own >= 0.6 ? own : 0;
    return [field.key, score === 0 ? 0 : score + (known.has(field.key) ? 0 : 0.15)];
  });
  return scored.filter(([, score]) => score > 0);
}

function kindsOf(field: WorkflowField, language: Language): readonly AskedKind[] {
  if (field.type === 'name' && isOwnName(field, language.code)) return ['ownName'];
  return kindOf[field.type] ?? (isCount(field) ? ['number'] : []);
}

/** A closed list of numbers is asked for by "how many". */
function isCount({ type, options }: WorkflowField): boolean {
  return type === 'select' && options.every(({ value }) => /^\d+\+?$/.test(value));
}

const never = /(?!)/g;

/** How plainly a field is meant by its own words. What has a name is asked for by "which" or "any" before its noun. */
function cueScore(field: WorkflowField, stems: readonly string[], language: Language): number {
  const matches = cueMatches(cuesOf(field, language.code), stems);
  const { which } = language.agent;
  const meant = isNamed(field, language.code)
    ? matches.filter(({ from, to }) =>
        [...stems.slice(Math.max(0, from - 2), from), stems[to]].some(
          (stem) => stem !== undefined && which.includes(stem),
        ),
      )
    : matches;
  return Math.max(0, ...meant.map(({ weight }) => weight));
}
