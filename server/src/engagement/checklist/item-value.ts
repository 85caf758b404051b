import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import type { checklistTypes } from '../workflow/checklist-schema.ts';
import { matchesPattern, patternProblem } from '../workflow/pattern.ts';

/** What an item takes. */
export interface ItemKind {
  readonly fieldType: (typeof checklistTypes)[number];
  readonly config: Readonly<Record<string, unknown>> | null;
}

/** A value as an item keeps it, or what is wrong with it in words that its lead can act on. */
export type ReadValue =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

/** A text as its item's type has it: e-mail lower-cased, phone in E.164, an option as the list writes it. */
export function readItemValue(item: ItemKind, text: string, country: string): ReadValue {
  const { fieldType, config } = item;
  const value = text.trim();
  const settings = config ?? {};
  const check = (fits: boolean, message: string): ReadValue => (fits ? { ok: true, value } : { ok: false, message });
  switch (fieldType) {
    case 'NUMBER': {
      const figure = /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : undefined;
      return check(figure !== undefined && isInRange(figure, settings), rangeMessage(settings));
    }
    case 'DATE':
      return check(isDay(value), 'Give a day that exists as YYYY-MM-DD.');
    case 'EMAIL':
      return found(parseEmail(value), 'This is no e-mail address. Write it like name@example.com.');
    case 'PHONE':
      return found(parseSentPhone(value, country)?.e164, 'This is no phone number. Write it with its area code.');
    case 'EIN':
      return check(/^\d{2}-?\d{7}$/.test(value), 'An EIN has nine digits, such as 12-3456789.');
    case 'SELECT':
      return readOption(settings, value);
    case 'TEXT':
      return check(
        value !== '' && fitsPattern(settings, value),
        value === '' ? 'Give a value.' : patternMessage(settings),
      );
    default:
      return { ok: false, message: 'A document completes this item: upload it.' };
  }
}

/**
 * What is wrong with a variable for the item that it stands for; undefined where it fits. Its field may allow what the
 * item does not. `words` are the lead's own for it.
 */
export function variableProblem(item: ItemKind, value: unknown, words: string, country: string): string | undefined {
  if (Array.isArray(value)) {
    const problems = value.map((one) => variableProblem(item, one, String(one), country));
    return problems.find((problem) => problem !== undefined);
  }
  const amount = amountOf(value);
  if (item.fieldType === 'NUMBER' && amount !== undefined) {
    return isInRange(amount, item.config ?? {}) ? undefined : rangeMessage(item.config ?? {});
  }
  const own = typeof value === 'string' ? value : words;
  const reads = [item.fieldType === 'DATE' ? own.slice(0, 10) : own, words];
  const read = reads.map((text) => readItemValue(item, text, country));
  return read.some(({ ok }) => ok) ? undefined : read.flatMap((one) => (one.ok ? [] : [one.message]))[0];
}

function amountOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const amount: unknown = Reflect.get(value, 'amount');
  return typeof amount === 'number' ? amount : undefined;
}

function readOption({ options }: Readonly<Record<string, unknown>>, value: string): ReadValue {
  if (!Array.isArray(options)) return found(value === '' ? undefined : value, 'Give a value.');
  const option = options.find((one) => String(one).toLowerCase() === value.toLowerCase());
  return found(option === undefined ? undefined : String(option), `Use one of: ${options.join(', ')}.`);
}

function found(value: string | undefined, message: string): ReadValue {
  return value === undefined ? { ok: false, message } : { ok: true, value };
}

/** A pattern that could run away is not tried: items are made with sound ones, but older workflows were not asked. */
function fitsPattern({ pattern }: Readonly<Record<string, unknown>>, value: string): boolean {
  if (typeof pattern !== 'string' || patternProblem(pattern) !== undefined) return true;
  return matchesPattern(pattern, value);
}

function patternMessage({ patternMessage: own }: Readonly<Record<string, unknown>>): string {
  return typeof own === 'string' ? own : 'This has not the form that is asked for. Please check it.';
}

function isInRange(figure: number, { min, max }: Readonly<Record<string, unknown>>): boolean {
  return (typeof min !== 'number' || figure >= min) && (typeof max !== 'number' || figure <= max);
}

function rangeMessage({ min, max }: Readonly<Record<string, unknown>>): string {
  const [low, high] = [typeof min === 'number', typeof max === 'number'];
  if (low && high) return `Give a number from ${min} to ${max}.`;
  if (low) return `Give a number of at least ${min}.`;
  return high ? `Give a number of at most ${max}.` : 'Give a number, such as 12 or 12.5.';
}

function isDay(value: string): boolean {
  const moment = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}
