import { findNames } from '../understanding/extractors/name.ts';
import { readName } from '../understanding/extractors/name-words.ts';
import { fold } from '../understanding/text.ts';
import type { SpeechContext } from '../understanding/types.ts';
import { type Anchor, findAnchors } from './anchors.ts';
import { bearsName, Draft, letters } from './draft.ts';
import type { Item } from './found-person.ts';
import type { PeopleRules } from './words.ts';

interface Named extends Item {
  readonly business: Item | undefined;
}

/** The people of whom sentences tell: each address goes to the name that it bears, else to the one said last before it. */
export function readProse(text: string, rules: PeopleRules, context: SpeechContext): Draft[] {
  const anchors = findAnchors(text, context);
  const contacts = anchors.filter((anchor) => anchor.kind !== 'website');
  if (contacts.length === 0) return [];
  const names = namesIn(text, anchors, rules, context);
  const drafts = new Map<Named | Anchor, Draft>();
  let last: Named | Anchor | undefined;
  for (const anchor of anchors) {
    const owner =
      ownerOf(anchor, names, anchors) ??
      (anchor.kind === 'website' || !isOpen(last, anchor, drafts) ? undefined : last);
    const key = owner ?? (anchor.kind === 'website' ? last : anchor);
    if (key === undefined) continue;
    const draft = drafts.get(key) ?? startDraft(key);
    drafts.set(key, draft.add({ ...anchor, labelled: false }));
    last = key;
  }
  return [...drafts.values()];
}

function startDraft(key: Named | Anchor): Draft {
  if (!('labelled' in key)) return new Draft();
  const { business, ...name } = key;
  return new Draft().add(name, ...(business ? [business] : []));
}

/** Whether somebody without a name may have this address too: of another kind, and close by. */
function isOpen(last: Named | Anchor | undefined, anchor: Anchor, drafts: ReadonlyMap<Named | Anchor, Draft>): boolean {
  const draft = last && drafts.get(last);
  return draft !== undefined && !draft.has(anchor.kind) && anchor.start - (draft.items.at(-1)?.end ?? 0) < 40;
}

function ownerOf(anchor: Anchor, names: readonly Named[], anchors: readonly Anchor[]): Named | undefined {
  const before = names.filter((name) => name.end <= anchor.start);
  const near = before.filter((name) => anchor.start - name.end < 300);
  const local = letters(anchor.kind === 'email' ? (anchor.value.split('@')[0] ?? '') : '');
  const borne = local === '' ? undefined : near.findLast((name) => bearsName(local, name.value));
  if (borne) return borne;
  const nearest = near.at(-1);
  if (nearest) return nearest;
  const next = names.find((name) => name.start >= anchor.end && name.start - anchor.end < 60);
  const isTaken = anchors.some((other) => next && other.start >= anchor.end && other.end <= next.start);
  return isTaken ? undefined : next;
}

/** Capitalised names of two words or more, one word before a bracket, and what introduces itself as a name. */
function namesIn(text: string, anchors: readonly Anchor[], rules: PeopleRules, context: SpeechContext): Named[] {
  const folded = fold(text);
  const names: Named[] = [];
  const introduced = new Map(findNames(text, context).map((span) => [span.start, span]));
  let from = 0;
  for (const match of text.matchAll(/(?<![\p{L}\p{N}@._-])(?:\p{Lu}|[\p{Script=Han}\p{Script=Hangul}])/gu)) {
    if (
      match.index < from ||
      isLeadIn(folded, match.index, rules) ||
      anchors.some(({ start, end }) => match.index >= start && match.index < end)
    )
      continue;
    const said = introduced.get(match.index);
    const name = said ?? readName(text, folded, match.index, rules.language, { lower: false, explicit: false });
    if (!name || rules.notPeople.has(fold(name.value))) continue;
    from = name.end;
    if (isStreet(folded, match.index, name.end, rules)) continue;
    const isBusiness = names.length > 0 && isAfterBusinessWord(folded, match.index, rules);
    if (isBusiness && !hasOwnEmail(name, anchors)) continue;
    const isWhole =
      said !== undefined || name.value.includes(' ') || isBeforeBracket(text, name.end, name.value, anchors);
    if (!isWhole) continue;
    const business = businessAfter(text, folded, name.end, rules);
    names.push({ kind: 'name', value: name.value, start: match.index, end: name.end, labelled: false, business });
  }
  return names;
}

/** "12 Oak Ave". */
function isStreet(folded: string, start: number, end: number, { language }: PeopleRules): boolean {
  const last = folded.slice(start, end).split(' ').at(-1) ?? '';
  return /\d\s{1,2}$/.test(folded.slice(Math.max(0, start - 4), start)) || language.places.streetWords.includes(last);
}

function isLeadIn(folded: string, start: number, { leadIns }: PeopleRules): boolean {
  const [word = ''] = /^[a-z]+/.exec(folded.slice(start, start + 20)) ?? [];
  return leadIns.has(word);
}

/** "Ana (ana@…", "Ana <ana@…", "Ana: 415…", or one word that the address bears. */
function isBeforeBracket(text: string, end: number, name: string, anchors: readonly Anchor[]): boolean {
  const next = anchors.find((anchor) => anchor.start >= end && anchor.start - end < 60);
  if (!next) return false;
  if (/^\s*[(<[:,-]\s*$/.test(text.slice(end, next.start))) return true;
  return next.kind === 'email' && bearsName(letters(next.value.split('@')[0] ?? ''), name);
}

function isAfterBusinessWord(folded: string, start: number, { endsInFromBusiness }: PeopleRules): boolean {
  return endsInFromBusiness.test(folded.slice(Math.max(0, start - 24), start));
}

/** "with Rita Moore (rita@…": whom the very next address bears is no business. */
function hasOwnEmail({ end, value }: { readonly end: number; readonly value: string }, anchors: readonly Anchor[]) {
  const next = anchors.find((anchor) => anchor.start >= end && anchor.start - end < 4);
  return next?.kind === 'email' && bearsName(letters(next.value.split('@')[0] ?? ''), value);
}

function businessAfter(text: string, folded: string, end: number, { fromBusiness }: PeopleRules): Item | undefined {
  // "Ana Silva (ana@acme.com, 415…) from Acme".
  const [aside = ''] = /^\s*(?:\([^()]{0,200}\)|<[^<>]{0,200}>)/.exec(folded.slice(end, end + 210)) ?? [];
  const from = end + aside.length;
  const joint = fromBusiness.exec(folded.slice(from, from + 40));
  if (joint?.index !== 0) return undefined;
  const start = from + joint[0].length;
  const [value] = BUSINESS.exec(text.slice(start, start + 80)) ?? [];
  if (value === undefined) return undefined;
  return { kind: 'businessName', value: value.replace(/[.,]$/, ''), start, end: start + value.length, labelled: false };
}

/** Capitalised words, and what joins them. A long word with a full stop ends the sentence and the business. */
const BUSINESS =
  /^\p{Lu}[\p{L}\p{N}&'’.-]{0,40}(?:(?:(?<!\p{L}{4}\.)\s|,\s(?=(?:Inc|LLC|Ltd)\b))(?:&|and(?=\s\p{Lu})|of(?=\s\p{Lu})|\p{Lu}[\p{L}\p{N}&'’.-]{0,40})){0,5}/u;
