import { fold } from '../understanding/text.ts';
import type { SpeechContext } from '../understanding/types.ts';
import { type Anchor, findAnchors } from './anchors.ts';
import type { Item, ItemKind } from './found-person.ts';
import { lowerName, readCell } from './read-cell.ts';
import { labelOf, type PeopleRules } from './words.ts';

/** The pieces of a line in their order, each with what it tells of a person. */
export function readLine(line: string, rules: PeopleRules, context: SpeechContext): Item[] {
  const text = withoutMarks(line);
  const items: Item[] = [];
  let label: Label | undefined;
  let from = 0;
  for (const anchor of [...findAnchors(text, context), undefined]) {
    const gap = readGap(text.slice(from, anchor?.start ?? text.length), { label, rules, context });
    items.push(...gap.items.map((item) => ({ ...item, start: item.start + from, end: item.end + from })));
    label = gap.label;
    if (!anchor) break;
    const item = toItem(anchor, label);
    if (item) items.push(item);
    if (!label?.isForAll) label = undefined;
    from = anchor.end;
  }
  return items.some((item) => item.kind === 'name') ? items : withLowerName(items, rules);
}

/** The word before a value that says what it is; `isForAll` for "To:", which speaks of the whole line. */
interface Label {
  readonly kind: NonNullable<ReturnType<typeof labelOf>>;
  readonly isForAll: boolean;
}

interface GapContext {
  readonly label: Label | undefined;
  readonly rules: PeopleRules;
  readonly context: SpeechContext;
}

/** The words between two addresses: cells with what they tell, and the label that the last of them is for what follows. */
function readGap(gap: string, { label: before, rules, context }: GapContext): { items: Item[]; label?: Label } {
  const items: Item[] = [];
  let label = before;
  const cells = cellsOf(gap, rules);
  for (const [at, cell] of cells.entries()) {
    const labelled = LABELLED.exec(cell.text);
    const kind = labelOf(labelled?.[1] ?? cell.text, rules);
    if (kind !== undefined && (labelled || isLabel(cell, gap.slice(cell.end, cells[at + 1]?.start)))) {
      label = { kind, isForAll: kind === 'ignored' };
      const rest = labelled?.[2]?.trim() ?? '';
      if (rest !== '' && /\p{L}|\d/u.test(rest)) items.push(...labelledItems(rest, label, cell));
      continue;
    }
    if (label?.isForAll) continue;
    if (label && isWords(label.kind) && items.every((item) => !item.labelled)) {
      items.push(...labelledItems(cell.text, label, cell));
      continue;
    }
    const parts = readCell(cell.text, rules, context);
    items.push(...parts.map((part) => ({ ...part, start: cell.start, end: cell.end, labelled: false })));
  }
  return { items, ...(label && { label }) };
}

/** "Name: Ana", "Company - Acme"; a colon, or the label's own words before a value. */
const LABELLED = /^\s*([\p{L}][\p{L} ._/'-]{0,30}?)\s*[:=]\s*(.*)$/u;

/** A label by itself: "Name - Ana", `"phone":"415…"`, and right before an address "Tel 415 555 0100", "mobile". */
function isLabel(cell: Cell, after: string): boolean {
  return cell.text.length <= 20 && (/[:=|\t–—-]/.test(after) || after.trim() === '');
}

function isWords(kind: Label['kind']): boolean {
  return !['email', 'phone', 'mobile', 'ignored'].includes(kind);
}

function labelledItems(text: string, { kind }: Label, { start, end }: Cell): Item[] {
  const words = text.replace(/^["'<(]+|["'>)]+$/g, '').trim();
  if (words === '' || kind === 'ignored' || kind === 'email' || kind === 'phone' || kind === 'mobile') return [];
  // "Silva, Ana" and a business's commas stay: a label speaks for the whole of its words.
  return [{ kind, value: kind === 'name' ? turned(words) : words, start, end, labelled: true }];
}

/** "Silva, Ana" as it is said. */
export function turned(name: string): string {
  const [, family, given] = /^([\p{L}'’ -]{2,40}),\s*([\p{L}'’. -]{2,40})$/u.exec(name) ?? [];
  return family === undefined || given === undefined ? name : `${given} ${family}`;
}

function toItem({ kind, value, start, end }: Anchor, label: Label | undefined): Item | undefined {
  if (label?.kind === 'ignored') return undefined;
  return { kind, value, start, end, labelled: label !== undefined, ...(label?.kind === 'mobile' && { mobile: true }) };
}

interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The pieces between the marks that part a row's values. "Acme, Inc." and "San Jose, CA 95112" are one piece each. */
function cellsOf(gap: string, rules: PeopleRules): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (const match of [...gap.matchAll(BETWEEN_CELLS), undefined]) {
    const end = match?.index ?? gap.length;
    const text = gap.slice(start, end).trim();
    const last = cells.at(-1);
    const isGlued =
      last !== undefined && gap.slice(last.end, start).trim() === ',' && belongsBefore(text, last.text, rules);
    if (isGlued && last) cells[cells.length - 1] = { text: `${last.text}, ${text}`, start: last.start, end };
    else if (/[\p{L}\d]/u.test(text)) cells.push({ text, start, end });
    if (!match) break;
    start = match.index + match[0].length;
  }
  return cells;
}

const BETWEEN_CELLS = /[\t|;•·,()<>[\]"“”\n]|\s[-–—/]+\s|\s{3,}|(?<=\p{L}{4}|\d)[.!?]\s+(?=\p{Lu})/gu;

function belongsBefore(text: string, before: string, { businessEndings, afterName }: PeopleRules): boolean {
  const folded = fold(text).replace(/\.$/, '');
  if (afterName.has(folded)) return true;
  if (businessEndings.has(folded)) return /^\p{Lu}/u.test(before);
  if (/^[A-Z]{2}(?:\s{1,2}\d{5}(?:-\d{4})?)?$/.test(text)) return /^\p{Lu}|\d/u.test(before);
  return /^\d{1,5}[a-z]?\s\p{Lu}/u.test(before) && /^\p{Lu}[\p{L} .'-]{1,40}(?:\s\d{3,6})?$/u.test(text);
}

/** A line without list marks, check boxes and Markdown, its quoted names turned. */
function withoutMarks(line: string): string {
  return line
    .replace(/^[\s>]*(?:(?:[-*•▪◦‣–—]|\d{1,3}[.)])\s+)?(?:\[[ xX]?\]\s+)?/, '')
    .replace(/^(FN|EMAIL|TEL|ORG|TITLE|URL|ADR|NOTE)(?:;[^:]{0,80})?:/i, '$1:')
    .replace(/^(?:item\d\.)/i, '')
    .replaceAll('**', '')
    .replace(/"([^"]{2,80})"/g, (whole, name: string) => (turned(name) === name ? whole : turned(name)))
    .replace(TURNED_ROW, (_whole, family: string, given: string, mark: string) => `${given} ${family}${mark}`)
    .replaceAll('\u00a0', ' ');
}

/** "Silva, Ana <", "Silva, Ana;": another mark parts the cells, so that the comma does not. */
const TURNED_ROW = /^(\p{L}[\p{L}'’ -]{1,40}),\s(\p{Lu}[\p{L}'’-]{1,40}(?:\s\p{Lu}\.?)?)(\s*[;<(\t|])/u;

/** People who write without capitals: the first words of a row with an address are the name. */
function withLowerName(items: readonly Item[], rules: PeopleRules): Item[] {
  const [first] = items;
  const name =
    first?.kind === 'notes' && !first.labelled && items.some(isAddress) ? lowerName(first.value, rules) : undefined;
  return name === undefined || !first ? [...items] : [{ ...first, kind: 'name', value: name }, ...items.slice(1)];
}

function isAddress({ kind }: { readonly kind: ItemKind }): boolean {
  return kind === 'email' || kind === 'phone';
}
