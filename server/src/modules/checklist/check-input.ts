import type { z } from 'zod';
import { invalidInput } from '../../kernel/errors.ts';

/**
 * An input as its schema reads it, so that the rules hold whatever face it came by. `path` is where in the request it
 * stood. Raises `invalid_input` that names everything wrong.
 */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  input: z.input<Schema>,
  path: readonly (string | number)[] = [],
): z.output<Schema> {
  const { data, error } = schema.safeParse(input);
  if (!error) return data;
  const issues = error.issues.map((issue) => ({
    path: [...path, ...issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))],
    message: issue.message,
  }));
  throw invalidInput('The checklist cannot be changed so.', issues);
}
