import type { SpeechContext } from '../understanding/types.ts';
import { bearsName, Draft, letters } from './draft.ts';
import { type Item, isContact } from './found-person.ts';
import { readLine } from './read-line.ts';
import { readProse } from './read-prose.ts';
import type { PeopleRules } from './words.ts';

/** The people of lines that belong together: rows, signatures, lists of "label: value", sentences. */
export function readLines(lines: readonly string[], rules: PeopleRules, context: SpeechContext): Draft[] {
  const drafts: Draft[] = [];
  let prose: string[] = [];
  const endProse = () => {
    if (prose.length > 0) drafts.push(...readProse(prose.join(' '), rules, context));
    prose = [];
  };
  for (const line of lines) {
    const items = readLine(line, rules, context);
    if (isProse(items) || hidesSomebody(items)) {
      prose.push(line.trim());
      continue;
    }
    if (prose.length > 0) {
      endProse();
      drafts.push(new Draft());
    }
    addLine(drafts, items);
  }
  endProse();
  return withoutStrays(drafts);
}

/** A line that begins with words, and has no cell that is a name: what is said of whom is read from the sentence. */
function isProse(items: readonly Item[]): boolean {
  if (items[0]?.kind !== 'notes' || items[0].labelled) return false;
  if (items.some((item) => (item.labelled && !isContact(item)) || (item.kind === 'name' && !item.weak))) return false;
  return items.some((item) => item.kind === 'notes' && item.value.split(/\s+/).length >= 3);
}

/** Words between the addresses of several people that hold the name of one: these are no cells, but sentences. */
function hidesSomebody(items: readonly Item[]): boolean {
  const emails = items.filter((item) => item.kind === 'email').length;
  const lastName = items.findLast((item) => item.kind === 'name' && !item.weak);
  return items.some((item, at) => {
    const next = items[at + 1];
    if (item.labelled || !wordy.has(item.kind) || !HIDDEN_NAME.test(item.value) || !next || !isContact(next))
      return false;
    return emails > 1 || (lastName !== undefined && lastName.start > next.end);
  });
}
const wordy: ReadonlySet<Item['kind']> = new Set(['notes', 'businessName', 'title']);
/** "Also call Bob Jones at", "Her colleague Bob Jones", "please add Ana Silva from Acme". */
const HIDDEN_NAME = /^\p{L}+:?\s(?:.*\s)?\p{Lu}\p{L}+\s\p{Lu}\p{L}+/u;

function addLine(drafts: Draft[], items: readonly Item[]): void {
  if (items.length === 0) return;
  const people = splitRow(items);
  if (people.length > 1) {
    drafts.push(...people.map((each) => new Draft().add(...each)));
    return;
  }
  const current = drafts.at(-1);
  if (!current || startsAnother(current, items)) drafts.push(new Draft().add(...items));
  else current.add(...items);
}

/** Whether a line speaks of somebody else than the lines before it. */
function startsAnother(current: Draft, items: readonly Item[]): boolean {
  if (current.items.length === 0) return false;
  const has = (kind: Item['kind']) => items.some((item) => item.kind === kind);
  const labelledName = items.some((item) => item.labelled && (item.kind === 'name' || item.kind === 'givenName'));
  if (labelledName) return current.isReachable || current.has('name') || (has('givenName') && current.has('givenName'));
  if (has('name') && items.some(isContact)) return current.isReachable || current.hasStrongName;
  if (has('name')) return current.isReachable;
  if (has('email') && current.has('email')) return !isSamePerson(current, items);
  if (has('phone') && current.has('phone'))
    return !items.every((item) => item.labelled) && !current.has('name') && !current.has('email');
  return !items.some(isContact) && has('businessName') && current.isReachable && current.has('businessName');
}

/** A second address of somebody whose name, or whose first address, it bears. */
function isSamePerson(current: Draft, items: readonly Item[]): boolean {
  const locals = items.filter((item) => item.kind === 'email').map((item) => letters(item.value.split('@')[0] ?? ''));
  return current.items.some((item) => item.kind === 'name' && locals.every((local) => bearsName(local, item.value)));
}

/** A row of several people, parted: before each name, or before each address where the addresses come first. */
function splitRow(items: readonly Item[]): Item[][] {
  const emails = items.filter((item) => item.kind === 'email');
  const names = items.filter((item) => item.kind === 'name');
  const phones = items.filter((item) => item.kind === 'phone' && !item.labelled);
  if (emails.length < 2 && !(phones.length > 1 && names.length > 1)) return [[...items]];
  const [name] = names;
  const oneOwner =
    names.length === 1 &&
    name &&
    emails.every(({ value }) => bearsName(letters(value.split('@')[0] ?? ''), name.value));
  if (oneOwner) return [[...items]];
  const first = items.find((item) => item.kind === 'name' || isContact(item));
  const people: Item[][] = [[]];
  for (const item of items) {
    const current = people.at(-1) ?? [];
    const isFull = current.some(isContact) && first?.kind === 'name' && item.kind === 'name';
    const isTaken = item.kind === 'email' && current.some((one) => one.kind === 'email');
    if (isFull || isTaken) people.push([item]);
    else current.push(item);
  }
  return people;
}

/** What looked like a name after the addresses, and leads to nobody, is the business of the person before it. */
function withoutStrays(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const before = kept.at(-1);
    if (draft.isReachable || !before?.isReachable) kept.push(draft);
    else if (draft.hasStrongName) before.add(...draft.items);
  }
  return kept;
}
