import type { TxCtx } from '../../db/database.ts';
import { makePortalLink } from '../portal/index.ts';

/**
 * Words with the addresses that they name: `{calendarUrl}` is the appointment's, `{portalUrl}` a link to the lead's own
 * page, made as it is said.
 */
export async function fillLinks(
  ctx: TxCtx,
  words: string,
  { leadId, calendarUrl }: { readonly leadId: string; readonly calendarUrl: string },
): Promise<string> {
  const text = words.replaceAll('{calendarUrl}', calendarUrl);
  if (!text.includes('{portalUrl}')) return text;
  const { url } = await makePortalLink(ctx, { leadId });
  return text.replaceAll('{portalUrl}', url);
}
