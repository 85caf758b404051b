import type { Issue } from '../../kernel/errors.ts';

/** A place for a value: `{{lead.name}}`, or `{{lead.name?}}` for one that may be missing. */
const PLACE = /\{\{\s*([A-Za-z][\w-]*(?:\.[\w-]+)*)(\?)?\s*\}\}/g;
const WHOLE = /^\{\{\s*([A-Za-z][\w-]*(?:\.[\w-]+)*)(\?)?\s*\}\}$/;

/** The value under a name; undefined where nothing is known. */
export type Lookup = (name: string) => unknown;

/** What templates are filled from. The names of values that are wanted and not there gather in `missing`. */
export interface Filling {
  readonly find: Lookup;
  readonly missing: Set<string>;
}

/** How a value is written into a text: as it is, or as a part of an address or a form. */
export type Encode = (text: string) => string;

/** Fills the places of a text. A missing value leaves nothing in its place and is noted. */
export function fillText(template: string, filling: Filling, encode: Encode = (text) => text): string {
  return template.replaceAll(PLACE, (_, name: string, optional: string | undefined) => {
    const value = valueFor(filling, name, optional !== undefined);
    return value === undefined ? '' : encode(toText(value));
  });
}

/**
 * Fills the places in all texts of a JSON value. A text that is one place and nothing else becomes the value itself: a
 * number stays a number, a list a list; an optional one that is missing becomes null.
 */
export function fillJson(template: unknown, filling: Filling): unknown {
  if (typeof template === 'string') {
    const whole = WHOLE.exec(template);
    if (!whole?.[1]) return fillText(template, filling);
    return valueFor(filling, whole[1], whole[2] !== undefined) ?? null;
  }
  if (Array.isArray(template)) return template.map((part) => fillJson(part, filling));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, fillJson(part, filling)]));
}

/** The names that the texts of a JSON value ask for, each with where it stands. */
export function namesIn(template: unknown, path: Issue['path'] = []): { name: string; path: Issue['path'] }[] {
  return textsIn(template, path).flatMap(({ text, path: at }) =>
    [...text.matchAll(PLACE)].map((match) => ({ name: match[1] ?? '', path: at })),
  );
}

/** What is no template in the texts of a JSON value: braces that open no place, and places in a key. */
export function templateIssues(template: unknown, path: Issue['path'] = []): Issue[] {
  const message = 'Write a place for a value as {{lead.name}}, or {{lead.name?}} where it may be missing.';
  const broken = textsIn(template, path).filter(({ text }) => text.replaceAll(PLACE, '').includes('{{'));
  const inKeys = keysIn(template, path).filter(({ key }) => key.includes('{{'));
  return [
    ...broken.map(({ path: at }) => ({ path: at, message })),
    ...inKeys.map(({ path: at }) => ({ path: at, message: 'A key is taken as it is: places stand in values.' })),
  ];
}

function valueFor({ find, missing }: Filling, name: string, isOptional: boolean): unknown {
  const value = find(name);
  if (!isMissing(value)) return value;
  if (!isOptional) missing.add(name);
  return undefined;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** As people would write it: a list with commas, money with its currency. */
function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  if ('amount' in value && 'currency' in value) return `${String(value.amount)} ${String(value.currency)}`;
  return JSON.stringify(value);
}

function textsIn(template: unknown, path: Issue['path']): { text: string; path: Issue['path'] }[] {
  if (typeof template === 'string') return [{ text: template, path }];
  if (typeof template !== 'object' || template === null) return [];
  return entriesOf(template).flatMap(([key, part]) => textsIn(part, [...path, key]));
}

function keysIn(template: unknown, path: Issue['path']): { key: string; path: Issue['path'] }[] {
  if (typeof template !== 'object' || template === null) return [];
  return entriesOf(template).flatMap(([key, part]) => [
    ...(typeof key === 'string' ? [{ key, path: [...path, key] }] : []),
    ...keysIn(part, [...path, key]),
  ]);
}

function entriesOf(value: object): (readonly [string | number, unknown])[] {
  return Array.isArray(value) ? value.map((part, index) => [index, part]) : Object.entries(value);
}
