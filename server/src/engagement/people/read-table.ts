import { parseEmail, parsePhone } from '../../kernel/contact.ts';
import type { PersonLabel } from '../understanding/languages/people-words.ts';
import type { SpeechContext } from '../understanding/types.ts';
import { findAnchors } from './anchors.ts';
import { tidy } from './draft.ts';
import type { FoundPerson } from './found-person.ts';
import { labelOf, type PeopleRules } from './words.ts';

/** The people of a table whose headings stand in the first line; undefined where the first line holds none. */
export function readTable(
  lines: readonly string[],
  rules: PeopleRules,
  context: SpeechContext,
): FoundPerson[] | undefined {
  const [head = '', ...body] = lines;
  const delimiter = DELIMITERS.find((mark) => isHead(cellsOfHead(head, mark), rules));
  if (delimiter === undefined) return undefined;
  const headings = cellsOfHead(head, delimiter);
  const rows = parseRows(body.join('\n'), delimiter).filter((row) => !row.every((cell) => /^[-=:\s]*$/.test(cell)));
  return rows.flatMap((row) => toPerson(headings, row, rules, context) ?? []);
}

const DELIMITERS = ['\t', '|', ';', ','] as const;

function cellsOfHead(line: string, delimiter: string): string[] {
  return parseRows(line, delimiter)[0] ?? [];
}

/** Two headings that we know, one of them of a contact point, and nothing that is one. */
function isHead(cells: readonly string[], rules: PeopleRules): boolean {
  const labels = cells.map((cell) => labelOf(cell, rules));
  const reaches = labels.some((label) => label === 'email' || label === 'phone' || label === 'mobile');
  return reaches && labels.filter(Boolean).length >= 2 && cells.every((cell) => !/@|\d{5}/.test(cell));
}

/** Rows and cells as RFC 4180 writes them, with any one delimiter; the outer bars of a Markdown row are no cells. */
function parseRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== '')) rows.push(delimiter === '|' ? withoutBars(row) : row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else isQuoted = false;
    } else if (letter === '"' && cell.trim() === '' && text.indexOf('"', at + 1) !== -1) {
      isQuoted = true;
      cell = '';
    } else if (letter === delimiter) endCell();
    else if (letter === '\n') endRow();
    else cell += letter;
  }
  endRow();
  return rows;
}

function withoutBars(row: readonly string[]): string[] {
  return row.slice(row[0] === '' ? 1 : 0, row.at(-1) === '' ? -1 : undefined);
}

function toPerson(
  headings: readonly string[],
  row: readonly string[],
  rules: PeopleRules,
  context: SpeechContext,
): FoundPerson | undefined {
  const byLabel = new Map<PersonLabel, string[]>();
  const other: Record<string, string> = {};
  row.forEach((cell, at) => {
    const heading = headings[at] ?? '';
    const label = labelOf(heading, rules);
    if (cell === '' || NOTHING.test(cell)) return;
    if (label === undefined) {
      const key = heading === '' ? `column ${at + 1}` : heading.slice(0, 200);
      Object.defineProperty(other, key, { value: cell, enumerable: true, configurable: true, writable: true });
    } else byLabel.set(label, [...(byLabel.get(label) ?? []), cell]);
  });
  return settle(byLabel, other, context);
}

/** How tables say that a cell is empty. */
const NOTHING = /^(?:-+|n\/a|null|none|undefined)$/i;

function settle(
  byLabel: ReadonlyMap<PersonLabel, readonly string[]>,
  other: Readonly<Record<string, string>>,
  context: SpeechContext,
): FoundPerson | undefined {
  const first = (label: PersonLabel) => byLabel.get(label)?.[0];
  const numbers = [...(byLabel.get('mobile') ?? []), ...(byLabel.get('phone') ?? [])];
  const phones = [...new Set(numbers.flatMap((cell) => readPhone(cell, context)))];
  const emails = [...new Set((byLabel.get('email') ?? []).flatMap((cell) => readEmails(cell, context)))];
  const unread = numbers.filter((cell) => readPhone(cell, context).length === 0);
  const [email, phone] = [emails[0], phones[0]];
  if (email === undefined && phone === undefined) return undefined;
  const parts = { givenName: first('givenName'), middleName: first('middleName'), familyName: first('familyName') };
  const hasParts = parts.givenName !== undefined || parts.familyName !== undefined;
  return tidy({
    ...(hasParts ? parts : { name: first('name') }),
    email,
    phone,
    businessName: first('businessName'),
    title: first('title'),
    website: first('website'),
    place: byLabel.get('place')?.join(', '),
    notes: byLabel.get('notes')?.join('; '),
    other: {
      ...other,
      ...(emails.length > 1 && { otherEmails: emails.slice(1).join(', ') }),
      ...(phones.length > 1 && { otherPhones: phones.slice(1).join(', ') }),
      ...(unread.length > 0 && { unreadPhones: unread.join(', ') }),
    },
  });
}

function readPhone(cell: string, context: SpeechContext): string[] {
  // A spreadsheet's number has lost its plus, or has a decimal point of its own.
  const whole = parsePhone(cell.replace(/^'/, '').replace(/\.0$/, ''), context.country);
  if (whole) return [whole.e164];
  return findAnchors(cell, context).flatMap(({ kind, value }) => (kind === 'phone' ? [value] : []));
}

function readEmails(cell: string, context: SpeechContext): string[] {
  const whole = parseEmail(cell);
  if (whole !== undefined) return [whole];
  return findAnchors(cell, context).flatMap(({ kind, value }) => (kind === 'email' ? [value] : []));
}
