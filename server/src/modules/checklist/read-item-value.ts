import type { VariableValue } from '../../engagement/understanding/types.ts';
import type { WorkflowField } from '../../engagement/workflow/definition.ts';
import { matchesPattern } from '../../engagement/workflow/pattern.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import type { ItemRow } from './checklist.ts';

/** A value as an item without a field of the workflow keeps it, or what is wrong with it. */
export type ReadValue =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

/** A value as its type has it: e-mail lower-cased, phone in E.164. */
export function readItemValue(
  { fieldType, config }: Pick<ItemRow, 'fieldType' | 'config'>,
  text: string,
  country: string,
): ReadValue {
  const settings = config ?? {};
  const value = text.trim();
  const check = (fits: boolean, message: string): ReadValue => (fits ? { ok: true, value } : { ok: false, message });
  switch (fieldType) {
    case 'NUMBER':
      return check(isInRange(value, settings), 'Give a number within the bounds of this item, such as 12 or 12.5.');
    case 'DATE':
      return check(isDay(value), 'Give a day that exists as YYYY-MM-DD.');
    case 'EMAIL':
      return found(parseEmail(value), 'This is no e-mail address.');
    case 'PHONE':
      return found(parseSentPhone(value, country)?.e164, 'This is no phone number.');
    case 'EIN':
      return check(/^\d{2}-?\d{7}$/.test(value), 'Give an EIN such as 12-3456789.');
    case 'SELECT': {
      const { options } = settings;
      if (!Array.isArray(options)) return check(value !== '', 'Give a value.');
      const option = options.find((one) => String(one).toLowerCase() === value.toLowerCase());
      return found(option === undefined ? undefined : String(option), `Use one of: ${options.join(', ')}.`);
    }
    case 'TEXT': {
      const { pattern } = settings;
      return check(
        typeof pattern !== 'string' || matchesPattern(pattern, value),
        'This has not the form of this item.',
      );
    }
    default:
      return { ok: false, message: 'A document completes this item: upload it.' };
  }
}

/** The text of an item as a field's value may come by API: lists by commas, amounts with the currency after them. */
export function asFieldInput({ type, currency }: WorkflowField, text: string, homeCurrency: string): VariableValue {
  const value = text.trim();
  if (type === 'multiselect') return value.split(',').map((one) => one.trim());
  if (type === 'boolean') return /^(yes|true)$/i.test(value) ? true : /^(no|false)$/i.test(value) ? false : value;
  if (type !== 'currency') return value;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(?:\s*([A-Za-z]{3}))?$/.exec(value.replaceAll(',', '')) ?? [];
  if (amount === undefined) return value;
  return { amount: Number(amount), currency: unit?.toUpperCase() ?? currency ?? homeCurrency };
}

function found(value: string | undefined, message: string): ReadValue {
  return value === undefined ? { ok: false, message } : { ok: true, value };
}

function isInRange(value: string, { min, max }: Readonly<Record<string, unknown>>): boolean {
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(value)) return false;
  const figure = Number(value);
  return (typeof min !== 'number' || figure >= min) && (typeof max !== 'number' || figure <= max);
}

function isDay(value: string): boolean {
  const moment = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}
