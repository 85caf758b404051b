import type { Ctx } from '../../db/database.ts';
import type { SealedRows } from '../../jobs/reseal.ts';
import { invalidInput } from '../../kernel/errors.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { type ActionInput, isHttp, type StoredAction } from './action.ts';

/** What is kept of an action: itself without secrets, and those sealed; undefined leaves the sealed ones as they are. */
export interface KeptAction {
  readonly action: StoredAction;
  readonly sealedHeaders: string | null | undefined;
}

interface Place {
  readonly automationId: string;
  /** What it did before, where it is changed. */
  readonly before?: StoredAction;
}

/**
 * Parts an action from the values of its secret headers. Left out they stay with the host they were given for; for
 * another one they must be given again: who may change a rule could else have them sent to himself. Raises
 * `invalid_input`.
 */
export function keepAction(ctx: Ctx, input: ActionInput, { automationId, before }: Place): KeptAction {
  if (!isHttp(input)) return { action: input, sealedHeaders: null };
  const { secretHeaders: given, ...http } = input.http;
  const known = before && isHttp(before) ? before.http : undefined;
  if (given === undefined && known && known.secretHeaders.length > 0) {
    if (originOf(known.url) === originOf(http.url))
      return { action: { http: { ...http, secretHeaders: known.secretHeaders } }, sealedHeaders: undefined };
    const message = 'The secret headers were given for another host. Give them again, or {} for none.';
    throw invalidInput('The secret headers cannot be kept.', [{ path: ['action', 'http', 'secretHeaders'], message }]);
  }
  const names = Object.keys(given ?? {});
  const sealedHeaders =
    names.length === 0 ? null : ctx.secrets.seal(JSON.stringify(given), placeOf(ctx.workspace.id, automationId));
  return { action: { http: { ...http, secretHeaders: names } }, sealedHeaders };
}

/** The secret headers that were sealed for an automation. Raises a plain Error where they cannot be opened any more. */
export function openHeaders(
  secrets: Secrets,
  sealed: string | null,
  { workspaceId, automationId }: { readonly workspaceId: string; readonly automationId: string },
): Readonly<Record<string, string>> {
  return sealed === null ? {} : JSON.parse(secrets.open(sealed, placeOf(workspaceId, automationId)));
}

function placeOf(workspaceId: string, automationId: string): string {
  return `automations ${workspaceId} ${automationId}`;
}

export const sealedAutomations: SealedRows = { table: 'automations', key: 'id', columns: ['sealedHeaders'], placeOf };

/** Of an address whose host is fixed, whatever stands in the rest. */
function originOf(url: string): string {
  return new URL(url.replaceAll(/[{}]/g, '')).origin;
}
