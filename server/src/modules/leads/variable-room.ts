import type { Tx, TxCtx } from '../../db/database.ts';
import { invalidInput } from '../../kernel/errors.ts';

/** A list of a hundred leads must stay an answer that can be held: keys, values and texts of one lead's variables. */
export const MAX_VARIABLES_LENGTH = 262_144;

/** What is wrong with a variable too many. */
const NO_ROOM =
  'With what is known already it would be over 262,144 characters of keys, values and texts. Remove variables that are not needed.';

/** Raises `invalid_input` at `path` where what was just written makes a lead's variables too large. */
export async function requireRoom(ctx: TxCtx, leadId: string, path: readonly (string | number)[]): Promise<void> {
  if ((await lengthOfAll(ctx, leadId)) > MAX_VARIABLES_LENGTH)
    throw invalidInput('The variables would be too large.', [{ path, message: NO_ROOM }]);
}

/** Whether there is room for a variable in place of what it was, beside others of these lengths by their keys. */
export function hasRoomFor(
  lengths: ReadonlyMap<string, number>,
  variable: { readonly key: string; readonly value: unknown; readonly valueText: string },
): boolean {
  const all = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  return all - (lengths.get(variable.key) ?? 0) + lengthOf(variable) <= MAX_VARIABLES_LENGTH;
}

/** As `lengthOfVariable`, of a variable that is not written yet. */
export function lengthOf({ key, value, valueText }: { key: string; value: unknown; valueText: string }): number {
  return key.length + JSON.stringify(value).length + valueText.length;
}

/** What a row of `variables` takes. A number is as long as it is stored: 1e300 has 301 digits. */
export function lengthOfVariable(tx: Tx): ReturnType<Tx> {
  return tx`(length(key) + length(value::text) + length(value_text))`;
}

/** What a lead's variables take. */
async function lengthOfAll({ tx, workspace }: TxCtx, leadId: string): Promise<number> {
  const [row] = await tx<{ length: number }[]>`
    select coalesce(sum(${lengthOfVariable(tx)}), 0)::int as length from variables
    where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  return row?.length ?? 0;
}
