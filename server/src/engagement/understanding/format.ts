import type { WorkflowField } from '../workflow/definition.ts';
import { languageFor } from './languages/index.ts';
import type { Money, SpeechContext, VariableValue } from './types.ts';

/**
 * A value as it is read back to the lead: "Wednesday 14 May", "2:30 pm", "$1,500", "Yes". Dates and times in the
 * context's time zone, clock and separators as the country has them; the year only where it is not the current one.
 */
export function formatValue(field: WorkflowField, value: VariableValue, context: SpeechContext): string {
  const { yesNo } = languageFor(context.language);
  if (typeof value === 'boolean') return value ? yesNo.yes : yesNo.no;
  if (typeof value === 'number') return number(context, {}).format(value);
  if (isMoney(value)) return formatMoney(value, context);
  if (typeof value !== 'string') return formatList(field, value, context);
  if (field.type === 'date') return formatDate(value, context);
  if (field.type === 'time') return formatTime(value, context);
  if (field.type === 'datetime') return formatDateTime(value, context);
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

function formatDate(value: string, context: SpeechContext): string {
  const moment = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return value;
  return dayAndMonth(moment, 'UTC', context);
}

function formatTime(value: string, context: SpeechContext): string {
  const match = /^(\d{2}):(\d{2})$/.exec(value);
  if (!match) return value;
  return clock(new Date(Date.UTC(2000, 0, 1, Number(match[1]), Number(match[2]))), 'UTC', context);
}

function formatDateTime(value: string, context: SpeechContext): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value;
  return `${dayAndMonth(moment, context.timeZone, context)}, ${clock(moment, context.timeZone, context)}`;
}

function dayAndMonth(moment: Date, timeZone: string, context: SpeechContext): string {
  const format = dates(context, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone });
  const parts = new Map(format.formatToParts(moment).map((part) => [part.type, part.value]));
  const thisYear = dates(context, { year: 'numeric', timeZone: context.timeZone }).format(context.now);
  const year = parts.get('year') ?? '';
  const words = [parts.get('weekday'), parts.get('day'), parts.get('month'), year === thisYear ? undefined : year];
  return words.filter((word) => word !== undefined).join(' ');
}

function clock(moment: Date, timeZone: string, context: SpeechContext): string {
  const words = dates(context, { hour: 'numeric', minute: '2-digit', timeZone })
    .format(moment)
    .replace(/\s/g, ' ')
    .toLowerCase();
  return words.replace(/^(\d{1,2}):00 (am|pm)$/, '$1 $2');
}

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function dates(context: SpeechContext, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${localeOf(context)}${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known instanceof Intl.DateTimeFormat) return known;
  const format = new Intl.DateTimeFormat(localeOf(context), options);
  remember(key, format);
  return format;
}

function number(context: SpeechContext, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${localeOf(context)}${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known instanceof Intl.NumberFormat) return known;
  const format = new Intl.NumberFormat(localeOf(context), options);
  remember(key, format);
  return format;
}

function remember(key: string, format: Intl.DateTimeFormat | Intl.NumberFormat): void {
  if (formats.size > 500) formats.clear();
  formats.set(key, format);
}

/** The language's words with the country's clock and separators: "en-DE" has 24 hours. */
function localeOf(context: SpeechContext): string {
  const country = /^[A-Z]{2}$/.test(context.country) ? context.country : 'US';
  return `${languageFor(context.language).code}-${country}`;
}
