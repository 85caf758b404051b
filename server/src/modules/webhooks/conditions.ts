import { z } from 'zod';

const scalar = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);

export const conditionSchema = z
  .strictObject({
    field: z
      .string()
      .regex(/^\w+(\.\w+){0,5}$/)
      .describe('The way to a value of the event, such as `data.to`.'),
    operator: z.enum(['equals', 'not_equals', 'in', 'not_in', 'contains']),
    value: z.union([scalar, z.array(scalar).max(50)]),
  })
  .meta({ id: 'WebhookCondition' });
export type Condition = z.infer<typeof conditionSchema>;

/** Whether all conditions hold. `absentPasses` says what of one whose field is not there. */
export function holds(conditions: readonly Condition[], facts: unknown, absentPasses: boolean): boolean {
  return conditions.every((condition) => {
    const found = valueAt(facts, condition.field.split('.'));
    return found === undefined ? absentPasses : fits(condition, found);
  });
}

function fits({ operator, value }: Condition, found: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  switch (operator) {
    case 'equals':
    case 'in':
      return values.includes(found);
    case 'not_equals':
    case 'not_in':
      return !values.includes(found);
    case 'contains':
      if (Array.isArray(found)) return values.some((one) => found.includes(one));
      return values.some((one) => String(found).includes(String(one)));
  }
}

function valueAt(facts: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined,
    facts,
  );
}
