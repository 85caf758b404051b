import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { stopPending } from '../conversations/index.ts';
import { recordAction } from '../timeline/index.ts';
import { type Address, matchKeyOf } from './address.ts';
import type { SuppressionReason } from './suppression.ts';

export interface LeadWithAddress {
  readonly id: string;
  readonly hasPhone: boolean;
}

/** The live leads that have an address, in any spelling, their rows locked in the order of the ids. */
export async function lockLeadsWith(ctx: TxCtx, address: Address): Promise<LeadWithAddress[]> {
  const { tx, workspace } = ctx;
  const key = matchKeyOf(ctx, address);
  const hasIt = address.kind === 'email' ? tx`email = ${key}` : tx`phone_match_key = ${key}`;
  return tx<LeadWithAddress[]>`
    select id, phone is not null as has_phone from leads
    where workspace_id = ${workspace.id} and ${hasIt} and not is_test and deleted_at is null
    order by id for no key update`;
}

/** Stops what waits to be sent to a suppressed address, and tells it on each lead's timeline. */
export async function silenceAddress(
  ctx: TxCtx,
  leads: readonly LeadWithAddress[],
  { kind, reason }: Address & { readonly reason: SuppressionReason },
): Promise<void> {
  await writeCollected(ctx.tx);
  for (const lead of leads) {
    for (const messageId of await selectWaiting(ctx, lead, kind)) {
      await stopPending(ctx, { leadIds: [lead.id], messageId, reason: `the ${nouns[kind]} is suppressed` });
    }
    const summary = `The ${nouns[kind]} is suppressed (${reason.replace('_', ' ')}): nothing is sent to it any more`;
    recordAction(ctx, { leadId: lead.id, type: 'system_note', summary });
  }
}

/** Tells on the timelines that an address may be contacted again. */
export function noteLifted(ctx: TxCtx, leads: readonly LeadWithAddress[], kind: Address['kind']): void {
  const summary = `The ${nouns[kind]} is not suppressed any more`;
  for (const { id } of leads) recordAction(ctx, { leadId: id, type: 'system_note', summary });
}

const nouns = { email: 'e-mail address', phone: 'phone number' } as const;

/** What is not under way yet and would go to this kind of address. */
async function selectWaiting(ctx: TxCtx, lead: LeadWithAddress, kind: Address['kind']): Promise<string[]> {
  const { tx, workspace } = ctx;
  const waiting = await tx<{ id: string; channel: string }[]>`
    select m.id, c.channel from messages m
    join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
    where m.workspace_id = ${workspace.id} and m.lead_id = ${lead.id}
      and m.status in ('awaiting_approval', 'scheduled', 'queued')
    order by m.id`;
  return waiting.filter(({ channel }) => goesTo(ctx, channel, lead) === kind).map(({ id }) => id);
}

/** By which of its addresses a channel reaches a lead; none where a message is read in its place. */
function goesTo({ channels }: TxCtx, channel: string, lead: LeadWithAddress): Address['kind'] | undefined {
  const { isInPlace, reaches } = capabilitiesOf(channels, channel);
  if (isInPlace) return undefined;
  if (reaches !== 'any') return reaches;
  return lead.hasPhone ? 'phone' : 'email';
}
