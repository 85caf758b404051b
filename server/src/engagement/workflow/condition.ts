import { z } from 'zod';

export const valueSchema = z.union(
  [z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))],
  'write a text, a number, true, false or a list of texts or numbers',
);

const operators = ['=', '!=', '>', '>=', '<', '<=', 'in', 'contains', 'known', 'unknown'] as const;

const comparison = z.strictObject({
  field: z.string().min(1).describe('The key of the field that is compared.'),
  operator: z.enum(operators).describe('How it is compared. known and unknown take no value; in takes a list.'),
  value: valueSchema.optional().describe('With what it is compared.'),
});

/** One comparison, or `all` or `any` of several. */
export type Condition = z.infer<typeof comparison> | { all: Condition[] } | { any: Condition[] };

export const conditionSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        comparison,
        z.strictObject({ all: z.array(conditionSchema).min(1).max(50).describe('All of these hold.') }),
        z.strictObject({ any: z.array(conditionSchema).min(1).max(50).describe('At least one of these holds.') }),
      ],
      'write `field`, `operator` and `value`, or `all` or `any` with a list of such',
    ),
  )
  .meta({ id: 'Condition', description: 'A comparison of a field with a value, or `all` or `any` of several.' });

/** The values of a lead's variables by field key, as conditions compare them. */
export type Values = ReadonlyMap<string, unknown>;

/**
 * Whether a condition holds. A missing value fails every comparison but `unknown`, also `!=`, so that a rule
 * never disqualifies for what was not asked yet. Texts compare without case; dates and times as ISO text.
 */
export function holds(condition: Condition, values: Values): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, values));
  if ('any' in condition) return condition.any.some((part) => holds(part, values));
  const actual = values.get(condition.field);
  const known = actual !== undefined && actual !== null && actual !== '';
  if (condition.operator === 'known') return known;
  if (condition.operator === 'unknown') return !known;
  if (!known) return false;
  return compare(actual, condition.operator, condition.value ?? null);
}

/** The keys of all fields that a condition looks at. */
export function fieldsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsOf);
  if ('any' in condition) return condition.any.flatMap(fieldsOf);
  return [condition.field];
}

type Operator = (typeof operators)[number];

function compare(actual: unknown, operator: Operator, wanted: z.infer<typeof valueSchema>): boolean {
  const list = Array.isArray(actual) ? actual : [actual];
  const wants = Array.isArray(wanted) ? wanted : [wanted];
  switch (operator) {
    case '=':
      return list.some((one) => order(one, wanted) === 0);
    case '!=':
      return !list.some((one) => order(one, wanted) === 0);
    case 'in':
      return list.some((one) => wants.some((want) => order(one, want) === 0));
    case 'contains':
      return list.some((one) => fold(one).includes(fold(wanted)));
    default:
      return list.some((one) => ranks(order(one, wanted), operator));
  }
}

function ranks(rank: number, operator: Operator): boolean {
  if (operator === '>') return rank > 0;
  if (operator === '>=') return rank >= 0;
  if (operator === '<') return rank < 0;
  return rank <= 0;
}

/** -1, 0, 1, or NaN where the two cannot be ordered. Money compares by its amount. */
function order(a: unknown, b: unknown): number {
  const [x, y] = [amount(a), amount(b)];
  if (x !== undefined && y !== undefined) return Math.sign(x - y);
  if (typeof a === 'boolean' || typeof b === 'boolean') return fold(a) === fold(b) ? 0 : Number.NaN;
  const [p, q] = [fold(a), fold(b)];
  return p === q ? 0 : p < q ? -1 : 1;
}

function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number') {
    return value.amount;
  }
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}

function fold(value: unknown): string {
  return String(value ?? '')
    .trim()
    .toLowerCase();
}
