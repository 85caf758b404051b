import type { Condition } from '../condition.ts';
import type { FieldType, WorkflowField } from '../field-schema.ts';
import { didYouMean } from './nearest.ts';
import type { Path } from './problem.ts';

type Comparison = Extract<Condition, { field: string }>;
type Kind = 'text' | 'number' | 'boolean' | 'option' | 'options' | 'date' | 'time' | 'datetime';

const kinds: Readonly<Record<FieldType, Kind>> = {
  text: 'text',
  name: 'text',
  place: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  number: 'number',
  integer: 'number',
  currency: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  select: 'option',
  multiselect: 'options',
};

const order: readonly string[] = ['=', '!=', '>', '>=', '<', '<=', 'in'];
const operatorsOf: Readonly<Record<Kind, readonly string[]>> = {
  text: ['=', '!=', 'in', 'contains'],
  number: order,
  boolean: ['=', '!='],
  option: ['=', '!=', 'in'],
  options: ['=', '!=', 'in', 'contains'],
  date: order,
  time: order,
  datetime: order,
};

interface Finding {
  /** Where in the comparison. */
  readonly at: Path;
  readonly message: string;
}

/** Why a comparison can never do what it says for a field of this type; undefined where it can. */
export function comparisonProblem(comparison: Comparison, field: WorkflowField): Finding | undefined {
  const { operator, value } = comparison;
  if (operator === 'known' || operator === 'unknown') {
    return value === undefined ? undefined : { at: ['value'], message: `${operator} takes no value; remove it` };
  }
  const kind = kinds[field.type];
  const allowed = operatorsOf[kind];
  if (!allowed.includes(operator)) {
    const message = `\`${operator}\` does not work on \`${field.key}\`, of type ${field.type}; use one of ${allowed.join(' ')} known unknown`;
    return { at: ['operator'], message };
  }
  if (value === undefined) return { at: ['value'], message: 'is missing; add `value: ...`' };
  if (value === null) return { at: ['value'], message: 'is empty; write a value, or use the operator unknown' };
  if (operator !== 'in') {
    const message = Array.isArray(value)
      ? 'write one value, or use the operator in'
      : unfit(value, kind, field, operator);
    return message === undefined ? undefined : { at: ['value'], message };
  }
  if (!Array.isArray(value)) return { at: ['value'], message: 'the operator in takes a list, such as [a, b]' };
  if (value.length === 0) return { at: ['value'], message: 'the list is empty; write at least one entry' };
  for (const [index, one] of value.entries()) {
    const message = unfit(one, kind, field, operator);
    if (message !== undefined) return { at: ['value', index], message };
  }
  return undefined;
}

const forms: Readonly<Record<'date' | 'time' | 'datetime', { form: RegExp; advice: string }>> = {
  date: { form: /^\d{4}-\d\d-\d\d$/, advice: 'write a day as YYYY-MM-DD' },
  time: { form: /^([01]\d|2[0-3]):[0-5]\d$/, advice: 'write a time as HH:MM, in quotes' },
  datetime: {
    form: /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{3})?Z)?$/,
    advice: 'write a moment in UTC as YYYY-MM-DDTHH:MM:SSZ, or a day as YYYY-MM-DD',
  },
};

function unfit(value: unknown, kind: Kind, field: WorkflowField, operator: string): string | undefined {
  const isA = `\`${field.key}\` is of type ${field.type}`;
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value !== '' ? undefined : `${isA}; write a text, in quotes`;
    case 'number':
      return typeof value === 'number' ? undefined : `${isA}; write a number without quotes or unit`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${isA}; write true or false`;
    case 'option':
    case 'options':
      return unfitOption(String(value), field, operator);
    default:
      return typeof value === 'string' && forms[kind].form.test(value) && !Number.isNaN(moment(value, kind))
        ? undefined
        : `${isA}; ${forms[kind].advice}`;
  }
}

function moment(value: string, kind: 'date' | 'time' | 'datetime'): number {
  return Date.parse(kind === 'time' ? `2000-01-01T${value}:00Z` : value);
}

function unfitOption(value: string, field: WorkflowField, operator: string): string | undefined {
  if (field.options.length === 0) return undefined;
  const values = field.options.map((option) => option.value);
  const folded = value.trim().toLowerCase();
  const fits = values.some((one) =>
    operator === 'contains' ? folded !== '' && one.toLowerCase().includes(folded) : one.toLowerCase() === folded,
  );
  if (fits) return undefined;
  const hint = didYouMean(value, values);
  const known = hint === '' && values.length <= 12 ? `; its options are ${values.join(', ')}` : hint;
  return `\`${value}\` is not an option of \`${field.key}\`${known}`;
}
