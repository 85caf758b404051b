import { parsePhone } from '../../kernel/contact.ts';
import type { SpeechContext } from '../understanding/types.ts';
import { finish } from './draft.ts';
import type { FoundPerson } from './found-person.ts';
import { readLines } from './read-lines.ts';
import { readTable } from './read-table.ts';
import { type PeopleRules, rulesFor } from './words.ts';

export type { FoundPerson } from './found-person.ts';

/**
 * The people of whom a text tells, whatever its shape: tables with headings, rows, signatures, lists, sentences. Each
 * has an e-mail address or a phone number; who is told of twice is one. Pure; country and language are the context's.
 */
export function findPeople(text: string, context: SpeechContext): FoundPerson[] {
  const rules = rulesFor(context.language);
  const lines = linesOf(text);
  const people: FoundPerson[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = blockEnd(lines, at);
    const block = lines.slice(at, end);
    people.push(...(readTable(block, rules, context) ?? readBlock(block, rules, context)));
    at = end + 1;
  }
  return withoutRepeated(people, context);
}

/** A text with a blank line after each of its lines, one value to a line, has none that part anything. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => line.trimEnd());
  const isSpacedOut = lines.every((line, at) => line === '' || ((lines[at + 1] ?? '') === '' && isOneValue(line)));
  return isSpacedOut ? lines.filter((line) => line !== '') : lines;
}

function isOneValue(line: string): boolean {
  return !line.includes('@') || line.trim().split(/\s+/).length <= 3;
}

function blockEnd(lines: readonly string[], from: number): number {
  const end = lines.indexOf('', from);
  return end === -1 ? lines.length : end;
}

function readBlock(block: readonly string[], rules: PeopleRules, context: SpeechContext): FoundPerson[] {
  return readLines(block, rules, context).flatMap((draft) => finish(draft) ?? []);
}

/** One of those with the same e-mail address; or with the same number, unless their names or addresses differ. */
function withoutRepeated(people: readonly FoundPerson[], { country }: SpeechContext): FoundPerson[] {
  const byKey = new Map<string, number>();
  const kept: FoundPerson[] = [];
  for (const person of people) {
    const phoneKey =
      person.phone === undefined ? undefined : `phone ${parsePhone(person.phone, country)?.matchKey ?? person.phone}`;
    const keys = [person.email && `email ${person.email}`, phoneKey].filter((key) => key !== undefined && key !== '');
    const at = keys
      .map((key) => byKey.get(key ?? ''))
      .find((index) => index !== undefined && isSame(kept[index], person));
    const index = at ?? kept.length;
    kept[index] = merge(kept[index], person);
    for (const key of keys) if (key !== undefined && !byKey.has(key)) byKey.set(key, index);
  }
  return kept;
}

function isSame(one: FoundPerson | undefined, other: FoundPerson): boolean {
  if (!one) return false;
  if (one.email !== undefined && other.email !== undefined) return one.email === other.email;
  const [name, otherName] = [wholeName(one), wholeName(other)];
  return name === '' || otherName === '' || name === otherName;
}

function wholeName({ name, givenName, familyName }: FoundPerson): string {
  return (name ?? [givenName, familyName].filter(Boolean).join(' ')).toLowerCase();
}

/** What the first lacks comes from the second. */
function merge(one: FoundPerson | undefined, other: FoundPerson): FoundPerson {
  if (!one) return other;
  return { ...other, ...one, other: { ...other.other, ...one.other } };
}
