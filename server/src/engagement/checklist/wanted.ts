import { type Condition, holds, type Values } from '../workflow/condition.ts';

/** What says whether an item is asked for: its own condition and its group's. */
export interface Conditional {
  readonly conditions: Condition | null;
  readonly groupConditions: Condition | null;
}

/** Whether an item is asked for as things stand; one that is not is neither shown to the lead nor counted. */
export function isAskedFor({ conditions, groupConditions }: Conditional, values: Values): boolean {
  return [conditions, groupConditions].every((condition) => !condition || holds(condition, values));
}

/** Whether the checklist is complete only with this item, as things stand. */
export function isWanted(item: Conditional & { readonly isRequired: boolean }, values: Values): boolean {
  return item.isRequired && isAskedFor(item, values);
}

const done: ReadonlySet<string> = new Set(['completed', 'skipped']);

/** Whether all that is wanted is done, of which there is something. */
export function isComplete(
  items: readonly (Conditional & { readonly isRequired: boolean; readonly status: string })[],
  values: Values,
): boolean {
  const wanted = items.filter((item) => isWanted(item, values));
  return wanted.length > 0 && wanted.every(({ status }) => done.has(status));
}
