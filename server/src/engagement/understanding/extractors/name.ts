import type { WorkflowField } from '../../workflow/definition.ts';
import { isOwnName, namePart } from '../field-roles.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { everyMatch, union } from '../phrase.ts';
import { fold } from '../text.ts';
import type { Span } from '../types.ts';
import { findByLabel } from './by-label.ts';
import { type NameRules, readName } from './name-words.ts';
import { findNamedThings } from './named-thing.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Names of people (and of what bears a name), without a list of names: from the words that introduce one ("this is
 * Ana speaking", "with Dr. Young"), and bare when it was asked for. Lower-case names are capitalised.
 */
export const findNames: Extractor<string> = (text, context, listening) => {
  const { field, asked = false } = listening ?? {};
  const folded = fold(text);
  const language = languageFor(context.language);
  const rules = rulesOf(language);
  const own = field === undefined || isOwnName(field, context.language);
  const spans: Span<string>[] = field ? labelled(text, folded, field, context.language, asked) : [];
  if (own) {
    const certainty = asked ? 0.85 : 0.8;
    spans.push(...after(text, folded, rules.outright, language, certainty, { lower: true, explicit: true }));
    spans.push(...after(text, folded, rules.introduction, language, certainty, { lower: asked, explicit: false }));
    spans.push(...before(text, folded, rules, language));
  } else {
    const things = field ? findNamedThings(text, context, field, asked) : [];
    if (things.length > 0) return withoutOverlaps(things);
    spans.push(...after(text, folded, rules.with, language, 0.6, { lower: false, explicit: false }));
  }
  if (asked) {
    spans.push(...after(text, folded, rules.whenAsked, language, 0.75, { lower: true, explicit: false }));
    if (spans.length === 0) spans.push(...bare(text, folded, rules, language));
  }
  return withoutOverlaps(spans.map((span) => (own && field ? part(span, namePart(field, context.language)) : span)));
};

interface Rules {
  readonly outright: RegExp;
  readonly introduction: RegExp;
  readonly whenAsked: RegExp;
  readonly with: RegExp;
  readonly after: RegExp;
  readonly lead: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { outright, introductions, whenAsked, after: following, withs } = language.names;
  const starts = (phrases: readonly string[]) =>
    new RegExp(`(?<![a-z0-9'])(?:${union(phrases)})(?![a-z0-9'])[\\s:,]{1,3}`, 'g');
  return {
    outright: starts(outright),
    introduction: starts(introductions),
    whenAsked: starts(whenAsked),
    with: starts(withs),
    after: new RegExp(`[,\\s]{1,3}(?:${union(following)})(?![a-z0-9])`, 'g'),
    lead: new RegExp(
      `^(?:[\\s,"']{0,3}(?:${union([...language.texts.leading, ...language.fillers])})(?![a-z0-9'])[\\s,.!:-]{0,3}){0,4}`,
    ),
  };
});

function after(
  text: string,
  folded: string,
  pattern: RegExp,
  language: Language,
  certainty: number,
  rules: NameRules,
): Span<string>[] {
  const spans: Span<string>[] = [];
  for (const match of everyMatch(pattern, folded)) {
    const start = match.index + match[0].length;
    const name = readName(text, folded, start, language, rules);
    if (name) spans.push(spanOf(text, name, name.value, name.capital ? certainty : certainty - 0.15));
  }
  return spans;
}

/** "Ana here", "John Smith speaking": the words before, back to a mark or the beginning. */
function before(text: string, folded: string, rules: Rules, language: Language): Span<string>[] {
  const spans: Span<string>[] = [];
  for (const match of everyMatch(rules.after, folded)) {
    const from =
      Math.max(
        folded.lastIndexOf(',', match.index - 1),
        folded.lastIndexOf('.', match.index - 1),
        folded.lastIndexOf('!', match.index - 1),
      ) + 1;
    if (match.index - from > 60) continue;
    const start = from + (rules.lead.exec(folded.slice(from, match.index))?.[0].length ?? 0);
    const name = readName(text, folded, start, language, { lower: false, explicit: false });
    if (name?.capital && name.end === match.index) spans.push(spanOf(text, name, name.value, 0.75));
  }
  return spans;
}

/** A name and nothing else before the first mark: "john smith", "Ana, ana@example.com". */
function bare(text: string, folded: string, rules: Rules, language: Language): Span<string>[] {
  for (let from = 0; from < Math.min(text.length, 200); ) {
    const start = from + (rules.lead.exec(folded.slice(from, from + 120))?.[0].length ?? 0);
    const name = readName(text, folded, start, language, { lower: true, explicit: false });
    const rest = name ? folded.slice(name.end).trimStart() : '';
    const closed = rest === '' || /^(?:[,.!\n;(/-]|\p{Extended_Pictographic}|and\b|my\b|i\b|\d)/u.test(rest);
    if (name && (closed || (name.capital && name.value.includes(' ')))) return [spanOf(text, name, name.value, 0.65)];
    const mark = /[,.!?\n]/.exec(folded.slice(from));
    if (!mark) break;
    from += mark.index + 1;
  }
  return [];
}

/** What is said of the field by its own name, where it is a name: "my landlord is called Bob". */
function labelled(
  text: string,
  folded: string,
  field: WorkflowField,
  languageTag: string,
  asked: boolean,
): Span<string>[] {
  return findByLabel(text, folded, field, languageTag, asked).flatMap((span) => {
    const name = readName(text, folded, span.start, languageFor(languageTag), { lower: asked, explicit: true });
    return name ? [spanOf(text, name, name.value, name.capital ? span.confidence : span.confidence - 0.15)] : [];
  });
}

/** Of a full name, the part that a field for first or last names wants. */
function part(span: Span<string>, wanted: 'first' | 'last' | 'full'): Span<string> {
  const [first, ...rest] = span.value.split(' ');
  if (wanted === 'full' || first === undefined || rest.length === 0) return span;
  return { ...span, value: wanted === 'first' ? first : rest.join(' ') };
}
