import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { Temporal } from 'temporal-polyfill';
import { formatDay, formatSlot, formatTime } from '../calendar/format-when.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import { languageFor } from './languages/index.ts';
import type { Money, SpeechContext, VariableValue } from './types.ts';

/**
 * A value as it is read back to the lead: "Wednesday 14 May", "2:30 pm", "$1,500", "(202) 555-0143", "Yes". Dates and
 * times in the context's time zone and as offers are worded; clock, separators and phones as the country has them.
 */
export function formatValue(field: WorkflowField, value: VariableValue, context: SpeechContext): string {
  const { yesNo } = languageFor(context.language);
  if (typeof value === 'boolean') return value ? yesNo.yes : yesNo.no;
  if (typeof value === 'number') return number(context, {}).format(value);
  if (isMoney(value)) return formatMoney(value, context);
  if (typeof value !== 'string') return formatList(field, value, context);
  if (field.type === 'date') return formatDate(value, context);
  if (field.type === 'time') return formatClock(value, context);
  if (field.type === 'datetime') return formatMoment(value, context);
  if (field.type === 'phone') return formatPhone(value, context);
  return field.type === 'select' ? labelOf(field, value) : value;
}

function isMoney(value: VariableValue): value is Money {
  return typeof value === 'object' && 'amount' in value;
}

function formatMoney(value: Money, context: SpeechContext): string {
  const whole = Number.isInteger(value.amount);
  const digits = whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  if (!/^[A-Z]{3}$/.test(value.currency)) return `${number(context, {}).format(value.amount)} ${value.currency}`.trim();
  return number(context, {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
    ...digits,
  }).format(value.amount);
}

function formatList(field: WorkflowField, values: readonly string[], context: SpeechContext): string {
  if (values.length === 0) return '-';
  return new Intl.ListFormat(localeOf(context), { type: 'conjunction' }).format(
    values.map((value) => labelOf(field, value)),
  );
}

function labelOf(field: WorkflowField, value: string): string {
  return field.options.find((option) => option.value === value)?.label ?? value;
}

/** As it is dialled within the context's country; with its country's code where it is a foreign one. */
function formatPhone(value: string, context: SpeechContext): string {
  const phone = parsePhoneNumberFromString(value);
  if (!phone) return value;
  const country = context.country.toUpperCase();
  const isNational = isSupportedCountry(country) && getCountryCallingCode(country) === phone.countryCallingCode;
  return isNational ? phone.formatNational() : phone.formatInternational();
}

function formatDate(value: string, context: SpeechContext): string {
  return isDay(value) ? formatDay(Temporal.PlainDate.from(value), context) : value;
}

function formatClock(value: string, context: SpeechContext): string {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)
    ? formatTime(Temporal.PlainTime.from(value), context.country)
    : value;
}

function formatMoment(value: string, context: SpeechContext): string {
  return Number.isNaN(Date.parse(value)) ? value : formatSlot({ startAt: new Date(value).toISOString() }, context);
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;
}

const formats = new Map<string, Intl.NumberFormat>();

function number(context: SpeechContext, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${localeOf(context)}${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(localeOf(context), options);
  if (formats.size > 500) formats.clear();
  formats.set(key, format);
  return format;
}

/** The language's words with the country's clock and separators: "en-DE" has 24 hours. */
function localeOf(context: SpeechContext): string {
  const country = /^[A-Z]{2}$/.test(context.country) ? context.country : 'US';
  return `${languageFor(context.language).code}-${country}`;
}
