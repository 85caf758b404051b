import type { TxCtx } from '../../db/database.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import { fitToField } from './fit-to-field.ts';
import { removeVariable, setVariable } from './set-variable.ts';

type Checked = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

const MAX_VALUE_LENGTH = 32_768;

/**
 * A value as it is stored, or what is wrong with it: a key that is a field of the lead's workflow takes what fits the
 * field, any other takes any JSON up to 32 kB.
 */
export function checkValue(
  ctx: TxCtx,
  definition: WorkflowDefinition | undefined,
  { key, value }: { readonly key: string; readonly value: unknown },
): Checked {
  if (JSON.stringify(value).length > MAX_VALUE_LENGTH)
    return { ok: false, message: 'At most 32,768 characters of JSON.' };
  const field = definition?.fields.find((one) => one.key === key);
  return definition && field ? fitToField(ctx, definition, field, value) : { ok: true, value };
}

/** The words of a value that came without any. */
export function textOfValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Writing {
  readonly leadId: string;
  readonly definition: WorkflowDefinition | undefined;
  /** Where in the request the lead's fields stood. */
  readonly path: readonly string[];
}

/** Sets variables as the API knows them, for sure; null removes one. Raises one `invalid_input` that names all that do not fit. */
export async function writeVariables(
  ctx: TxCtx,
  variables: Readonly<Record<string, unknown>>,
  { leadId, definition, path }: Writing,
): Promise<void> {
  const issues: Issue[] = [];
  const writes: (() => Promise<unknown>)[] = [];
  for (const [key, given] of Object.entries(variables)) {
    if (given === undefined) continue;
    if (given === null) {
      writes.push(() => removeVariable(ctx, { leadId, key, source: 'api' }));
      continue;
    }
    const checked = checkValue(ctx, definition, { key, value: given });
    if (!checked.ok) {
      issues.push({ path: [...path, 'variables', key], message: checked.message });
      continue;
    }
    const { value } = checked;
    const known = { leadId, key, value, valueText: textOfValue(value), confidence: 1, source: 'api' } as const;
    writes.push(() => setVariable(ctx, known));
  }
  if (issues.length > 0) throw invalidInput('Some variables cannot be stored.', issues);
  await Promise.all(writes.map((write) => write()));
}
