import type { TxCtx } from '../../db/database.ts';
import { recordAction } from '../timeline/index.ts';
import { type Change, changeLead } from './change-lead.ts';
import { readLead } from './get-lead.ts';
import type { Lead } from './lead.ts';
import { isSmallEnough } from './lead-input.ts';
import type { LockedLead } from './lock-lead.ts';
import type { NewLead } from './new-lead.ts';
import { pointsOf } from './same-person.ts';

const fillable = [
  'businessName',
  'title',
  'website',
  'goal',
  'intent',
  'timeline',
  'qualificationNotes',
  'source',
  'timeZone',
  'language',
] as const;
const nameParts = ['name', 'givenName', 'middleName', 'familyName'] as const;

interface Filling {
  readonly leadId: string;
  readonly before: LockedLead;
  readonly summary?: string;
}

/**
 * Brings what somebody unknown typed to a known lead: it fills what is empty and changes nothing. A contact point that
 * the lead does not have is a claim: it is kept as metadata, where nothing is sent to it. Raises nothing that would tell
 * the sender that the lead is there.
 */
export async function fillLead(ctx: TxCtx, input: NewLead, { leadId, before, summary }: Filling): Promise<void> {
  const change = lackingIn(await readLead(ctx, leadId), withClaims(input, before, ctx.workspace.country));
  if (summary !== undefined) recordAction(ctx, { leadId, type: 'api_activity', summary });
  if (Object.keys(change).length > 0) await changeLead(ctx, change, { leadId, before, verb: 'upsertLead' });
}

function withClaims(input: NewLead, before: LockedLead, country: string): NewLead {
  const points = pointsOf(input, country);
  const own = { externalId: before.externalId, email: before.email, phone: before.phoneMatchKey };
  const claims = (['email', 'phone', 'externalId'] as const).flatMap((by) =>
    points[by] === undefined || points[by] === own[by] ? [] : [[by, input[by]]],
  );
  return { ...input, metadata: { ...Object.fromEntries(claims), ...input.metadata } };
}

function lackingIn(lead: Lead, input: NewLead): Change {
  const fields = fillable.filter((field) => lead[field] === null && input[field]);
  const names = nameParts.some((part) => lead[part] !== null) ? [] : nameParts.filter((part) => input[part]);
  const metadata = newKeys(lead.metadata, input.metadata ?? {});
  return {
    ...Object.fromEntries([...fields, ...names].map((field) => [field, input[field]])),
    ...(lead.tags.length === 0 && input.tags && input.tags.length > 0 && { tags: input.tags }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** As many of the keys that are not there as metadata may hold, in the order they came. */
function newKeys(own: Readonly<Record<string, unknown>>, sent: Readonly<Record<string, unknown>>) {
  const added: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(sent)) {
    if (Object.hasOwn(own, key) || value === null) continue;
    if (isSmallEnough({ ...own, ...added, [key]: value })) added[key] = value;
  }
  return added;
}
