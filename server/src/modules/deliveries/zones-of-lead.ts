import { zonesOfPhone } from '../../kernel/phone-zones.ts';

/** All IANA zones a lead may be in: its own where that is known, else those of its phone number, else the workspace's. */
export function zonesOfLead(
  { timeZone, phone }: { readonly timeZone: string | null; readonly phone: string | null },
  workspaceZone: string,
): readonly string[] {
  if (timeZone !== null) return [timeZone];
  const zones = phone === null ? [] : zonesOfPhone(phone);
  return zones.length > 0 ? zones : [workspaceZone];
}
