import { readName } from '../understanding/extractors/name-words.ts';
import { findPlaces } from '../understanding/extractors/place.ts';
import { found } from '../understanding/phrase.ts';
import { fold } from '../understanding/text.ts';
import type { SpeechContext } from '../understanding/types.ts';
import type { ItemKind } from './found-person.ts';
import type { PeopleRules } from './words.ts';

export interface CellPart {
  readonly kind: ItemKind;
  readonly value: string;
  readonly weak?: boolean;
}

/** What a piece of a line that bears no label tells: a name, a business, a position, a place, else words to keep. */
export function readCell(cell: string, rules: PeopleRules, context: SpeechContext): CellPart[] {
  const text = cell.trim();
  const folded = fold(text);
  if (!/\p{L}{2}/u.test(text) || /^\p{L}+ ?#? ?\d+$/u.test(text) || rules.notPeople.has(folded.replace(/[!.:]+$/, '')))
    return [];
  const pair = readPair(text, folded, rules);
  if (pair) return pair;
  if (isRole(text, rules)) return [{ kind: 'title', value: text }];
  if (isBusiness(folded, rules)) return [{ kind: 'businessName', value: text }];
  if (isPlace(text, context)) return [{ kind: 'place', value: text }];
  const name = wholeName(text, rules);
  if (name) return [{ kind: 'name', value: name.value, weak: name.weak }];
  return [{ kind: 'notes', value: text.replace(/[.!:]+$/, '') }];
}

/** A name and nothing else, with what may follow one ("PhD") left out; undefined where the words are none. */
export function wholeName(text: string, rules: PeopleRules): { value: string; weak: boolean } | undefined {
  const words = withoutLeadIn(text.replace(/\s+/g, ' ').trim(), rules);
  if (/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]{2,8}$/u.test(words)) {
    return { value: words, weak: false };
  }
  const bare = withoutDegrees(words, rules);
  const name = readName(bare, fold(bare), 0, rules.language, { lower: false, explicit: false });
  if (!name || name.end < bare.length || name.start > 0 || !(name.capital || isUncased(bare))) return undefined;
  return {
    value: bare === bare.toUpperCase() ? inSmallLetters(name.value) : name.value,
    weak: !name.value.includes(' '),
  };
}

/** "ANA SILVA": short words are not initials where all are in capitals. */
function inSmallLetters(name: string): string {
  if (!/\p{L}{4}/u.test(name)) return name;
  return name.replace(/(?<!\p{L})\p{Lu}{3}(?!\p{L})/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase());
}

/** A name in small letters, of two or three words: only where something else says that one stands there. */
export function lowerName(text: string, rules: PeopleRules): string | undefined {
  const name = readName(text, fold(text), 0, rules.language, { lower: true, explicit: false });
  return name && name.start === 0 && name.end === text.length && name.value.includes(' ') ? name.value : undefined;
}

/** "Met Ana Silva", "Call Bob". */
function withoutLeadIn(words: string, { leadIns }: PeopleRules): string {
  const [, first = '', rest = ''] = /^(\p{L}+)[\s:,]+(.+)$/u.exec(words) ?? [];
  return rest !== '' && leadIns.has(fold(first)) ? rest : words;
}

function withoutDegrees(words: string, { afterName }: PeopleRules): string {
  const parts = words.split(' ');
  while (parts.length > 1 && afterName.has(fold(parts.at(-1) ?? '').replace(/[.,]+$/, ''))) parts.pop();
  return parts.join(' ').replace(/,$/, '');
}

/** Scripts without capitals. */
function isUncased(text: string): boolean {
  return !/[\p{Lu}\p{Ll}]/u.test(text);
}

/** "Ana Silva from Acme", "Head of Sales at Acme". */
function readPair(text: string, folded: string, rules: PeopleRules): CellPart[] | undefined {
  const joint = rules.fromBusiness.exec(folded);
  if (!joint || joint.index === 0) return undefined;
  const before = text.slice(0, joint.index).replace(/,$/, '');
  const after = text.slice(joint.index + joint[0].length);
  if (!/^[\p{Lu}\p{N}]/u.test(after) || after.split(' ').length > 6) return undefined;
  const business: CellPart = { kind: 'businessName', value: after };
  const name = wholeName(before, rules);
  // "Head of Sales" is one position; "Head of Sales at Acme" parts at its last joint.
  if (isRole(before, rules)) {
    if (/^\s*of\s/.test(joint[0])) return isRole(after, rules) ? undefined : splitRole(text, rules);
    return [{ kind: 'title', value: before }, business];
  }
  return name && !isRole(after, rules) ? [{ kind: 'name', ...name }, business] : undefined;
}

function splitRole(text: string, rules: PeopleRules): CellPart[] | undefined {
  const at = /\s(?:at|@|with|for)\s/i.exec(text);
  if (!at) return [{ kind: 'title', value: text }];
  const business = text.slice(at.index + at[0].length).trim();
  return isRole(business, rules)
    ? [{ kind: 'title', value: text }]
    : [
        { kind: 'title', value: text.slice(0, at.index) },
        { kind: 'businessName', value: business },
      ];
}

/** In small letters only where it is short: "sales manager", not "looking for a plumber". */
function isRole(text: string, { roles, businessEndings }: PeopleRules): boolean {
  const folded = fold(text);
  const words = folded.split(/[\s,]+/);
  if (words.length > 7 || /\d/.test(folded) || businessEndings.has(words.at(-1)?.replace(/\.$/, '') ?? ''))
    return false;
  return found(roles, folded) && (/^\p{Lu}/u.test(text) || words.length <= 2);
}

function isBusiness(folded: string, { businessEndings, businessWords }: PeopleRules): boolean {
  const words = folded.replace(/[()"]/g, '').split(/[\s,/]+/);
  const last = words.at(-1)?.replace(/\.$/, '') ?? '';
  if (words.length < 2 || words.length > 7) return false;
  return businessEndings.has(last) || words.includes('&') || words.some((word) => businessWords.has(word));
}

function isPlace(text: string, context: SpeechContext): boolean {
  return CITY.test(text) || (/^\d/.test(text) && findPlaces(text, context).some((span) => span.start === 0));
}

/** "San Jose, CA 95112", "IL 62701". */
const CITY =
  /^(?:\p{Lu}[\p{L} .'-]{1,40},\s{0,2})?[A-Z]{2}\s{1,2}\d{5}(?:-\d{4})?$|^\p{Lu}[\p{L} .'-]{1,40},\s{0,2}[A-Z]{2}$/u;
