import { isPossiblePhoneNumber } from 'libphonenumber-js';
import type { WorkflowField } from '../workflow/definition.ts';
import { matchesPattern } from '../workflow/pattern.ts';
import { formatValue } from './format.ts';
import type { SpeechContext, VariableValue } from './types.ts';

export type Validity =
  | { readonly ok: true; readonly value: VariableValue }
  | { readonly ok: false; readonly message: string };

/**
 * Whether a value passes its field's type and validation. A message says kindly what is wanted, the workflow's own
 * where it has one. Texts come back trimmed.
 */
export function validateValue(field: WorkflowField, value: VariableValue, context: SpeechContext): Validity {
  const trimmed = typeof value === 'string' ? value.trim() : value;
  const problem = typeProblem(field, trimmed) ?? ruleProblem(field, trimmed, context);
  return problem === undefined
    ? { ok: true, value: trimmed }
    : { ok: false, message: field.validation?.message ?? problem };
}

function typeProblem(field: WorkflowField, value: VariableValue): string | undefined {
  switch (field.type) {
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'I need a number for that, please.';
      return field.type === 'integer' && !Number.isInteger(value)
        ? 'I need a whole number for that, please.'
        : undefined;
    case 'currency':
      return typeof value === 'object' && 'amount' in value && Number.isFinite(value.amount)
        ? undefined
        : 'I need an amount of money for that, please.';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'A yes or a no would help me here.';
    case 'multiselect': {
      const known = new Set(field.options.map((option) => option.value));
      return Array.isArray(value) && value.every((one) => known.has(one))
        ? undefined
        : `Please choose from: ${optionsOf(field)}.`;
    }
    case 'select':
      return field.options.some((option) => option.value === value)
        ? undefined
        : `Please choose one of: ${optionsOf(field)}.`;
    default:
      return typeof value === 'string' ? textProblem(field, value) : 'Could you say that in a few words, please?';
  }
}

function optionsOf(field: WorkflowField): string {
  return field.options.map((option) => option.label ?? option.value).join(', ');
}

function textProblem(field: WorkflowField, value: string): string | undefined {
  if (value === '') return 'Could you say that again, please?';
  if (field.type === 'email' && !/^[^\s@]{1,64}@[^\s@]{1,253}\.[^\s@.]{2,24}$/.test(value))
    return 'That does not look like an e-mail address. Could you check it, please?';
  if (field.type === 'phone' && !(value.startsWith('+') && isPossiblePhoneNumber(value)))
    return 'That does not look like a phone number. Could you send it with its area code, please?';
  if (field.type === 'url' && !URL.canParse(value))
    return 'That does not look like a web address. Could you check it, please?';
  if (field.type === 'date' && !isDate(value)) return 'I could not make out the day. Which date do you mean?';
  if (field.type === 'time' && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value))
    return 'I could not make out the time. What time do you mean?';
  if (field.type === 'datetime' && Number.isNaN(Date.parse(value)))
    return 'I could not make out the day and time. When do you mean?';
  return undefined;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}

function ruleProblem(field: WorkflowField, value: VariableValue, context: SpeechContext): string | undefined {
  if (!field.validation) return undefined;
  const amount = amountOf(value);
  if (amount !== undefined) return rangeProblem(field, value, amount, context);
  if (typeof value !== 'string') return undefined;
  return field.type === 'date' || field.type === 'datetime'
    ? dayProblem(field, value, context)
    : lengthProblem(field, value);
}

function amountOf(value: VariableValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'amount' in value ? value.amount : undefined;
}

function rangeProblem(
  field: WorkflowField,
  value: VariableValue,
  amount: number,
  context: SpeechContext,
): string | undefined {
  const { min, max } = field.validation ?? {};
  const say = (limit: number): string => {
    const like = typeof value === 'object' && 'currency' in value ? { amount: limit, currency: value.currency } : limit;
    return formatValue(field, like, context);
  };
  const [low, high] = [min !== undefined && amount < min, max !== undefined && amount > max];
  if (!low && !high) return undefined;
  if (min !== undefined && max !== undefined) return `It needs to be between ${say(min)} and ${say(max)}.`;
  return low && min !== undefined ? `It needs to be ${say(min)} or more.` : `It needs to be ${say(max ?? 0)} or less.`;
}

function dayProblem(field: WorkflowField, value: string, context: SpeechContext): string | undefined {
  const { notBefore, notAfter } = field.validation ?? {};
  const day = field.type === 'datetime' ? localDay(new Date(value), context) : value;
  const earliest = notBefore === 'today' ? localDay(context.now, context) : notBefore;
  const say = (limit: string): string => formatValue({ ...field, type: 'date' }, limit, context);
  if (earliest !== undefined && day < earliest)
    return notBefore === 'today'
      ? 'That day has passed. Which day would suit you from today on?'
      : `It needs to be ${say(earliest)} or later.`;
  return notAfter !== undefined && day > notAfter ? `It needs to be ${say(notAfter)} or earlier.` : undefined;
}

function localDay(moment: Date, context: SpeechContext): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: context.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment);
}

function lengthProblem(field: WorkflowField, value: string): string | undefined {
  const { minLength, maxLength, pattern } = field.validation ?? {};
  if (minLength !== undefined && value.length < minLength)
    return `Could you give me a little more? At least ${minLength} characters, please.`;
  if (maxLength !== undefined && value.length > maxLength)
    return `That is a bit long for me: at most ${maxLength} characters, please.`;
  if (pattern !== undefined && !matchesPattern(pattern, value))
    return 'That does not have the form I need. Could you check it, please?';
  return undefined;
}
