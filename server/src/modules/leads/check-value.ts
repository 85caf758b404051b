import type { TxCtx } from '../../db/database.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import { fitToField } from './fit-to-field.ts';
import { touchLead } from './lock-lead.ts';
import { isSame } from './merge-columns.ts';
import { dropVariable, storeVariable } from './set-variable.ts';
import { settleChecklist } from './settle-checklist.ts';
import { requireRoom } from './variable-room.ts';

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
  /** What is known by key. An equal value is no news: it stays as it was heard, also where it would not fit any more. */
  readonly known?: ReadonlyMap<string, unknown>;
}

/**
 * Sets variables as the API knows them, for sure; null removes one, an equal value changes nothing. Raises one
 * `invalid_input` that names all that do not fit, or says that there is no room.
 */
export async function writeVariables(
  ctx: TxCtx,
  variables: Readonly<Record<string, unknown>>,
  { leadId, definition, path, known = new Map() }: Writing,
): Promise<void> {
  const issues: Issue[] = [];
  const writes: (() => Promise<boolean>)[] = [];
  for (const [key, given] of Object.entries(variables)) {
    const isKnown = (value: unknown) => known.has(key) && isSame(value, known.get(key));
    if (given === undefined || isKnown(given)) continue;
    if (given === null) {
      writes.push(() => dropVariable(ctx, { leadId, key, source: 'api' }));
      continue;
    }
    const checked = checkValue(ctx, definition, { key, value: given });
    if (!checked.ok) {
      issues.push({ path: [...path, 'variables', key], message: checked.message });
      continue;
    }
    const { value } = checked;
    if (isKnown(value)) continue;
    const variable = { leadId, key, value, valueText: textOfValue(value), confidence: 1, source: 'api' } as const;
    writes.push(() => storeVariable(ctx, variable).then(() => true));
  }
  if (issues.length > 0) throw invalidInput('Some variables cannot be stored.', issues);
  const changed = await Promise.all(writes.map((write) => write()));
  if (!changed.includes(true)) return;
  await Promise.all([touchLead(ctx, leadId), requireRoom(ctx, leadId, [...path, 'variables'])]);
  if (definition && definition.checklist.length > 0) await settleChecklist(ctx, leadId);
}
