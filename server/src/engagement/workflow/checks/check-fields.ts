import type { FieldType, WorkflowField } from '../field-schema.ts';
import { patternProblem } from '../pattern.ts';
import { distinctWords } from './check-names.ts';
import type { Outline } from './outline.ts';
import { error, type Path, type Problem, warning } from './problem.ts';

const textTypes: readonly FieldType[] = ['text', 'name', 'place', 'email', 'phone', 'url'];
const numberTypes: readonly FieldType[] = ['number', 'integer', 'currency'];
const dateTypes: readonly FieldType[] = ['date', 'datetime'];
const listTypes: readonly FieldType[] = ['select', 'multiselect'];

/** Which types each rule of `validation` can check; `message` goes with all. */
const rules = {
  min: numberTypes,
  max: numberTypes,
  minLength: textTypes,
  maxLength: textTypes,
  pattern: textTypes,
  notBefore: dateTypes,
  notAfter: dateTypes,
} as const;
const ruleNames = ['min', 'max', 'minLength', 'maxLength', 'pattern', 'notBefore', 'notAfter'] as const;

/** The types of field that may fill a property of the lead that has a form of its own. */
const propertyTypes: Readonly<Record<string, readonly FieldType[]>> = {
  name: ['name', 'text'],
  email: ['email'],
  phone: ['phone'],
  website: ['url', 'text'],
  businessName: ['text', 'name'],
  title: ['text', 'name', 'select'],
};

/** Each field on its own: options, validation, currency, and the lead's property it fills. */
export function* checkFields(outline: Outline): Generator<Problem> {
  const filled = new Map<string, string>();
  for (const { path, value: field } of outline.fields) {
    if (field === undefined) continue;
    yield* checkOptions(field, path);
    yield* checkValidation(field, [...path, 'validation']);
    if (field.currency !== undefined && field.type !== 'currency') {
      yield error([...path, 'currency'], `only a field of type currency has one; this is ${article(field.type)}`);
    }
    yield* checkProperty(field, [...path, 'leadProperty'], filled);
  }
}

function* checkOptions(field: WorkflowField, path: Path): Generator<Problem> {
  const at = [...path, 'options'];
  if (field.type === 'boolean') yield* checkAnswers(field, at);
  else if (!listTypes.includes(field.type)) {
    if (field.options.length > 0) {
      yield error(at, `${article(field.type)} takes no options; remove them or make it a select`);
    }
    return;
  } else if (field.options.length < 2) yield error(at, `${article(field.type)} needs at least two options`);
  const values = new Set<string>();
  for (const [index, { value }] of field.options.entries()) {
    const folded = value.toLowerCase();
    if (values.has(folded)) yield error([...at, index, 'value'], `\`${value}\` is listed twice; keep one`);
    values.add(folded);
  }
  yield* distinctWords(
    field.options.map((option, index) => ({
      path: [...at, index],
      owner: option.value,
      words: values.size < field.options.length ? option.synonyms : wordsOf(option),
    })),
  );
}

/** The options of a yes-no are words for its two answers. */
function* checkAnswers(field: WorkflowField, at: Path): Generator<Problem> {
  for (const [index, { value }] of field.options.entries()) {
    if (/^(?:yes|no)$/i.test(value)) continue;
    yield error([...at, index, 'value'], `the options of a boolean are yes and no; write one of them, or a select`);
  }
}

function wordsOf(option: WorkflowField['options'][number]): string[] {
  return [option.value, ...(option.label === undefined ? [] : [option.label]), ...option.synonyms];
}

function* checkValidation(field: WorkflowField, path: Path): Generator<Problem> {
  const { validation } = field;
  if (validation === undefined) return;
  for (const rule of ruleNames) {
    if (validation[rule] === undefined || rules[rule].includes(field.type)) continue;
    yield error([...path, rule], `checks ${rules[rule].join(', ')}; this is ${article(field.type)}, so remove it`);
  }
  const { min, max, minLength, maxLength, notBefore, notAfter, pattern } = validation;
  if (min !== undefined && max !== undefined && min > max) yield error([...path, 'min'], `is above max, ${max}`);
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    yield error([...path, 'minLength'], `is above maxLength, ${maxLength}`);
  }
  if (notBefore !== undefined && notAfter !== undefined && notBefore !== 'today' && notBefore > notAfter) {
    yield error([...path, 'notBefore'], `is after notAfter, ${notAfter}`);
  }
  const danger = pattern === undefined ? undefined : patternProblem(pattern);
  if (danger !== undefined) yield error([...path, 'pattern'], danger);
}

function* checkProperty(field: WorkflowField, path: Path, filled: Map<string, string>): Generator<Problem> {
  const { leadProperty } = field;
  if (leadProperty === undefined) return;
  const types = propertyTypes[leadProperty];
  if (types !== undefined && !types.includes(field.type)) {
    yield error(
      path,
      `${leadProperty} is filled by a field of type ${types.join(' or ')}; this is ${article(field.type)}`,
    );
  }
  const earlier = filled.get(leadProperty);
  if (earlier !== undefined) {
    yield warning(path, `${leadProperty} is also filled by \`${earlier}\`; whichever is learned last stays`);
  }
  filled.set(leadProperty, field.key);
}

function article(type: FieldType): string {
  return `${/^[aei]/.test(type) ? 'an' : 'a'} ${type}`;
}
