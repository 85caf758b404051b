import { findCadenceFaults } from '../../bench/engine/cadence-faults.ts';
import { findStandingFaults } from '../../bench/engine/standing-faults.ts';
import type { Arrival, House } from './house.ts';
import { kinds } from './kinds.ts';
import type { Living, Span } from './play.ts';

export interface Fault {
  readonly rule: string;
  readonly leadId: string;
  readonly found: string;
}

/** Everything that was not as it must be with these leads, by what their receivers got, what was witnessed and what stands. */
export async function judge(house: House, living: readonly Living[]): Promise<Fault[]> {
  const workspaceIds = [...new Set(living.map(({ tenant }) => tenant.ctx.workspace.id))];
  const [standing, witnessed, told] = await Promise.all([
    findStandingFaults(house.sql, workspaceIds, house.clock.now()),
    findWitnessed(house, workspaceIds),
    readMessages(house, workspaceIds),
  ]);
  const own = living.flatMap(({ id, faults }) =>
    faults.map((found) => ({ rule: 'a step goes well', leadId: id, found })),
  );
  return [...own, ...standing, ...witnessed, ...living.flatMap((lead) => judgeArrivals(house, lead, told))];
}

interface Told {
  readonly id: string;
  readonly leadId: string;
  readonly status: string;
  readonly failure: string | null;
  readonly purpose: string;
  readonly handed: number;
}

async function readMessages({ sql }: House, workspaceIds: string[]): Promise<Map<string, Told>> {
  const rows = await sql<Told[]>`
    select m.id, m.lead_id, m.status, m.failure, coalesce(m.purpose, 'reply') as purpose,
      (select count(*)::int from witness.words w where w.message_id = m.id and w.moment = 'handed') as handed
    from messages m where m.workspace_id = any (${workspaceIds}::uuid[]) and m.direction = 'outbound'`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether it is told of as if it had not arrived. */
function isDenied({ status, failure }: Told): boolean {
  return status === 'failed' || (status === 'cancelled' && failure?.includes('may have arrived') !== true);
}

/** What a receiver took for a message; where it answered with an error it has none. */
const isTaken = ({ manner }: Arrival) => manner === 'ok' || manner === 'hangs' || manner === 'cuts';

function judgeArrivals(
  house: House,
  { id, phone, history, spans, kind }: Living,
  told: ReadonlyMap<string, Told>,
): Fault[] {
  const faults: Fault[] = [];
  const fault = (rule: string, found: unknown) => faults.push({ rule, leadId: id, found: JSON.stringify(found) });
  const own = house.arrivals.filter(({ to }) => to === phone);
  if (history.isTest && own.length > 0) fault('nothing leaves the house for a test lead', own);
  for (const [key, tries] of Map.groupBy(own, (one) => one.key)) {
    const [first] = tries;
    const message = told.get(key);
    if (!first || !message) {
      fault('what arrives is a message', tries);
      continue;
    }
    if (tries.some(({ text, channel }) => text !== first.text || channel !== first.channel))
      fault('one key is one message', tries);
    const taken = tries.filter(isTaken);
    if (first.channel === 'fax' && taken.length > 1) fault('nothing twice where no key is taken', tries);
    if (message.handed < tries.length) fault('what arrives was handed over', { message, tries });
    if (taken.length > 0 && isDenied(message))
      fault('what may have arrived is not told as not sent', { message, tries });
    for (const arrival of tries)
      for (const span of spans)
        if (
          isWithin(span, arrival.n) &&
          binds(span, message.purpose) &&
          !(span.what === 'taken over' && kind.handBackAfterHours !== null)
        )
          fault(`nothing after an answer that says: ${span.what}`, { message, arrival, span });
  }
  return faults;
}

function isWithin({ from, to }: Span, n: number): boolean {
  return n > from && n < to;
}

function binds({ what }: Span, purpose: string): boolean {
  if (what === 'deleted') return true;
  if (what === 'taken over' || what === 'paused') return purpose !== 'person';
  return purpose !== 'confirmation';
}

async function findWitnessed({ sql }: House, workspaceIds: string[]): Promise<Fault[]> {
  const found: Fault[] = [];
  for (const { rule, where } of witnessed) {
    const rows = await sql.unsafe<{ leadId: string; [more: string]: unknown }[]>(
      `select w.* from witness.words w where w.workspace_id = any ($1::uuid[]) and ${where}`,
      [workspaceIds],
    );
    for (const { leadId, ...row } of rows) found.push({ rule, leadId, found: JSON.stringify(row) });
  }
  for (const { name: workflow, promise } of kinds)
    found.push(...(await findCadenceFaults(sql, workspaceIds, { workflow, promise })));
  return found;
}

const SENT = `(w.moment = 'handed' or w.channel in ('web_chat', 'whatsapp'))`;
/** It goes to the lead's own device: nothing is sent over WhatsApp from here, and what is written there is carried. */
const LEAVES = `(w.moment = 'handed' or w.channel = 'whatsapp')`;
const AGENTS = `w.author = 'agent'`;
/** It tells that a person will come, in the turn that gave the lead to people. */
const OF_HANDOVER = `(w.purpose = 'confirmation' and exists (
  select from witness.words o where o.message_id = w.message_id and o.moment = 'written' and o.is_given))`;

const witnessed: readonly { readonly rule: string; readonly where: string }[] = [
  {
    rule: 'nothing to who is out',
    where: `${SENT} and w.is_out and (w.purpose <> 'confirmation' or (w.moment = 'handed' and ${OF_HANDOVER}))`,
  },
  {
    rule: 'a confirmation tells of what its own turn has done: an opt-out, or that a person will come',
    where: `w.moment = 'written' and w.purpose = 'confirmation' and not w.is_out and not w.is_given`,
  },
  {
    rule: 'nothing to a suppressed address',
    where: `${LEAVES} and w.is_suppressed and not (w.purpose = 'confirmation' and w.is_out)`,
  },
  { rule: 'nothing to a deleted lead', where: `${SENT} and w.is_deleted` },
  {
    rule: 'nothing in quiet hours but prompt answers and words of people',
    where: `${LEAVES} and w.purpose <> 'person' and w.quiet is not null
      and not (w.purpose in ('reply', 'confirmation') and coalesce(w.begun_at - w.last_inbound_here < interval '1 hour', false))
      and (w.local::time >= '21:00' or w.local::time < '08:00')`,
  },
  {
    rule: 'nothing of the agent’s while a person has the lead, but that one will come',
    where: `${SENT} and ${AGENTS} and w.is_persons and not ${OF_HANDOVER}`,
  },
  {
    rule: 'nothing of the agent’s while it is stopped or paused',
    where: `${SENT} and ${AGENTS} and (w.is_stopped or w.is_workflow_paused or w.is_run_paused or w.pauses_agent)
      and not (w.purpose = 'confirmation' and w.is_out)`,
  },
  {
    rule: 'nothing unasked without consent where it is demanded',
    where: `${LEAVES} and w.purpose in ('attempt', 'follow_up', 'reminder') and w.requires_consent and not w.has_consent`,
  },
  {
    rule: 'nothing leaves for a test lead',
    where: `w.moment = 'handed' and w.is_test and w.channel in ('sms', 'fax')`,
  },
  {
    rule: 'no attempt while there is an appointment',
    where: `w.moment = 'written' and w.purpose = 'attempt' and w.has_appointment`,
  },
  {
    rule: 'no attempt while the lead has just written',
    where: `w.moment = 'written' and w.purpose = 'attempt' and w.at - w.last_inbound < interval '4 hours'
      and not exists (select from messages d where d.lead_id = w.lead_id and d.sent_as_id = w.message_id)`,
  },
  {
    rule: 'the agent does not say the same twice within a minute',
    where: `w.moment = 'written' and ${AGENTS} and exists (
      select from witness.words o where o.conversation_id = w.conversation_id and o.moment = 'written' and o.author = 'agent'
        and o.body = w.body and o.n < w.n and o.at > w.at - interval '59 seconds'
        and coalesce(o.at > w.last_inbound_here, true)
        and not exists (select from messages m where m.id = o.message_id and m.status in ('cancelled', 'failed')))`,
  },
];
