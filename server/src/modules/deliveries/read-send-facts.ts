import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import type { QuietHours } from '../../engagement/cadence/quiet-hours.ts';
import type { SenderUse, SendFacts } from '../../engagement/policy/send-facts.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { suppressionOf } from './suppression-of.ts';
import { zonesOfLead } from './zones-of-lead.ts';

/** A message that may be sent, or is about to be. */
export interface Outgoing {
  readonly leadId: string;
  readonly conversationId: string;
  readonly channel: string;
  /** The message itself where it is written already: it does not repeat itself. */
  readonly messageId?: string | null;
}

interface FactsRow {
  readonly isStopped: boolean;
  readonly requiresConsent: boolean;
  readonly quietHours: QuietHours | null;
  readonly isTestLead: boolean;
  readonly isOptedOut: boolean;
  readonly isPersons: boolean;
  readonly leadTimeZone: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly hasConsent: boolean;
  readonly suppression: string | null;
  readonly lastInboundAt: Date | null;
  readonly runId: string | null;
  readonly isPaused: boolean;
  readonly isWorkflowPaused: boolean;
  readonly pausedByStatus: string | null;
  readonly saidLately: readonly string[];
  readonly customerIdentifier: string | null;
}

const SAID_WITHIN_MS = 60_000;
const unlimited: SenderUse = { lastHour: 0, lastDay: 0, perHour: null, perDay: null };

/**
 * What the policy looks at for each of these messages, in their order, but for what limits their senders; undefined where
 * the lead or the conversation has gone. One statement for all. The caller holds the leads' locks.
 */
export async function readSendFacts(ctx: TxCtx, outgoing: readonly Outgoing[]): Promise<(SendFacts | undefined)[]> {
  const rows = await selectFacts(ctx, outgoing);
  const all: (SendFacts | undefined)[] = [];
  for (const [place, one] of outgoing.entries()) {
    const row = rows.get(place);
    all.push(row && (await toFacts(ctx, one, row)));
  }
  return all;
}

async function toFacts(ctx: TxCtx, one: Outgoing, row: FactsRow): Promise<SendFacts> {
  const { runId, isPaused, isWorkflowPaused, pausedByStatus, leadTimeZone, phone, customerIdentifier, ...facts } = row;
  const channel = capabilitiesOf(ctx.channels, one.channel);
  const { isCarried, reaches } = channel;
  // Who carries a conversation opened it with a customer, and may bring a message to that one or to the lead's own address.
  const hasCustomer = isCarried && customerIdentifier !== null && reaches !== 'any';
  const given = hasCustomer && {
    address: facts.address ?? customerIdentifier,
    suppression: facts.suppression ?? (await suppressionOf(ctx, { kind: reaches, text: customerIdentifier })),
  };
  return {
    ...facts,
    ...given,
    now: ctx.at,
    zones: zonesOfLead({ timeZone: leadTimeZone, phone }, ctx.workspace.timeZone),
    run: runId === null ? null : { isPaused, isWorkflowPaused, pausedByStatus },
    channel,
    sender: unlimited,
  };
}

async function selectFacts(ctx: TxCtx, outgoing: readonly Outgoing[]): Promise<Map<number, FactsRow>> {
  const { tx, at, workspace, channels } = ctx;
  await writeCollected(tx);
  const column = <T>(of: (one: Outgoing) => T) => outgoing.map(of);
  const rows = await tx<(FactsRow & { readonly place: number })[]>`
    select p.place::int - 1 as place, w.is_stopped, w.requires_consent, w.quiet_hours, l.is_test as is_test_lead, c.customer_identifier,
      l.opted_out_at is not null as is_opted_out, l.time_zone as lead_time_zone, l.phone, a.address,
      c.owner = 'person' or l.owner = 'person' or coalesce(r.human_takeover, false) as is_persons,
      exists (
        select from consents g
        where g.workspace_id = l.workspace_id and g.lead_id = l.id and g.withdrawn_at is null
          and coalesce(g.channel, p.channel) = p.channel) as has_consent,
      (select s.reason from suppressions s
       where s.workspace_id = l.workspace_id and s.kind = a.kind and s.lifted_at is null and not l.is_test
         and s.address_hash = sha256(convert_to(l.workspace_id || ':' || a.match_key, 'UTF8')) limit 1) as suppression,
      (select max(o.last_inbound_at) from conversations o
       where o.workspace_id = l.workspace_id and o.lead_id = l.id and o.channel = p.channel) as last_inbound_at,
      r.id as run_id, coalesce(r.run_status = 'paused', false) as is_paused,
      coalesce(f.is_paused, false) as is_workflow_paused,
      -- Words of the turn that entered it still leave: any later ones were refused as they were decided on.
      case when 'pauses_agent' = any (t.flags) and not (r.status_is_agents and exists (
        select from messages m
        where m.workspace_id = r.workspace_id and m.id = p.message_id and m.created_at >= r.status_changed_at))
        then t.label end as paused_by_status,
      array(
        select m.body from messages m
        where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.direction = 'outbound'
          and m.seq > c.last_seq - 20 and m.seq > 0 and m.id is distinct from p.message_id
          and m.created_at > greatest(c.last_inbound_at, ${new Date(at.getTime() - SAID_WITHIN_MS)})
          and m.status not in ('cancelled', 'failed')) as said_lately
    from unnest(${column((one) => one.leadId)}::uuid[], ${column((one) => one.conversationId)}::uuid[],
      ${column((one) => one.channel)}::text[],
      ${column((one) => capabilitiesOf(channels, one.channel).reaches)}::text[],
      ${column((one) => one.messageId ?? null)}::uuid[]) with ordinality
      as p (lead_id, conversation_id, channel, reaches, message_id, place)
    join workspaces w on w.id = ${workspace.id}
    join leads l on l.workspace_id = w.id and l.id = p.lead_id and l.deleted_at is null
    -- Looked up one by one: how few there are is not known to a plan, which would read all of the workspace's.
    cross join lateral (
      select * from conversations
      where workspace_id = w.id and id = p.conversation_id and lead_id = l.id offset 0) c
    left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    left join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    left join workflow_statuses t on t.workspace_id = r.workspace_id and t.id = r.status_id
    cross join lateral (
      select case when p.reaches = 'email' or (p.reaches = 'any' and l.phone is null) then 'email' else 'phone' end as kind,
        case p.reaches when 'email' then l.email when 'phone' then l.phone
          else coalesce(l.phone, l.email, l.id::text) end as address,
        case when p.reaches = 'email' then l.email else coalesce(l.phone_match_key, l.phone, l.email) end as match_key) a`;
  return new Map(rows.map(({ place, ...row }) => [place, row]));
}
