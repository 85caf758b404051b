import { begin } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type TxCtx } from '../../db/database.ts';
import { type Condition, fieldsOf } from '../../engagement/workflow/condition.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { systemCtx } from '../workspaces/index.ts';
import { AUTOMATION_EVENT } from './consider.ts';
import { eventFacts, holdsOf, type RuleEvent } from './facts.ts';

/** How many events of a workspace are looked at together. */
const BATCH = 500;

interface Taken extends Omit<Workspace, 'id'> {
  readonly workspaceId: string;
  readonly seq: number;
  readonly lastSeq: number;
}

interface Rule {
  readonly id: string;
  readonly events: readonly string[];
  readonly conditions: Condition | null;
  readonly isTest: boolean;
  readonly startsAt: Date;
}

interface TakenEvent extends RuleEvent {
  readonly leadId: string;
  readonly isTest: boolean;
}

/**
 * Looks at the next events of one workspace and puts those that a rule may act on into their leads' inboxes, in the
 * transaction that moves the cursor on: a process that dies leaves both as they were. False where there was nothing.
 */
export async function takeEvents(tools: JobTools): Promise<boolean> {
  const afterwards: AfterCommit[] = [];
  const worked = await begin(tools.db.sql, async (tx) => {
    const [taken] = await tx<Taken[]>`
      select workspace_id, slug, name, time_zone, country, locale, seq, last_seq from take_automation_cursor()`;
    if (!taken) return false;
    const { workspaceId: id, seq: from, lastSeq, ...about } = taken;
    const to = Math.min(from + BATCH, lastSeq);
    const ctx = insideTransaction(systemCtx(tools, { id, ...about }), tx, afterwards);
    await Promise.all([bindWorkspace(tx, id), passOn(ctx, from, to)]);
    await tx`
      update automation_cursors set seq = ${to}, looked_at = ${ctx.at} where workspace_id = ${id}`;
    return true;
  });
  for (const done of afterwards) await done();
  return worked;
}

async function passOn(ctx: TxCtx, from: number, to: number): Promise<void> {
  const { tx, workspace } = ctx;
  const rules = await tx<Rule[]>`
    select id, events, conditions, is_test, starts_at from automations
    where workspace_id = ${workspace.id} and not is_paused order by id`;
  const types = [...new Set(rules.flatMap(({ events }) => events))];
  const events = await tx<TakenEvent[]>`
    select id, type, lead_id, is_test, created_at as at, data from events
    where workspace_id = ${workspace.id} and seq > ${from} and seq <= ${to} and type = any (${types}::text[])
      and lead_id is not null order by seq`;
  const wanted = events
    .map((event) => ({ event, asked: rules.filter((rule) => isAsked(rule, event)) }))
    .filter(({ asked }) => asked.length > 0);
  if (wanted.length === 0) return;
  const firedBy = await readFired(ctx, [...new Set(wanted.map(({ event }) => event.leadId))]);
  for (const { event, asked } of wanted) {
    const fired = firedBy.get(event.leadId);
    const automationIds = fired ? asked.map(({ id }) => id).filter((id) => !fired.has(id)) : [];
    if (automationIds.length === 0) continue;
    enqueueStimulus(ctx, {
      leadId: event.leadId,
      kind: AUTOMATION_EVENT,
      payload: { eventId: event.id, automationIds },
    });
  }
}

/** Whether a rule may act on an event, by what is seen without looking at the lead. */
function isAsked({ events, conditions, isTest, startsAt }: Rule, event: TakenEvent): boolean {
  if (!events.includes(event.type) || isTest !== event.isTest || event.at < startsAt) return false;
  const isOfEvent = conditions !== null && fieldsOf(conditions).every((field) => field.startsWith('event.'));
  return !isOfEvent || holdsOf(conditions, eventFacts(event));
}

/** Of the leads that are there: by which automations something was done for them. */
async function readFired({ tx, workspace }: TxCtx, leadIds: string[]): Promise<Map<string, ReadonlySet<string>>> {
  const rows = await tx<{ leadId: string; fired: string[] }[]>`
    select l.id as lead_id, array(
      select f.automation_id from automation_firings f
      where f.workspace_id = l.workspace_id and f.lead_id = l.id and f.state <> 'skipped') as fired
    from leads l
    where l.workspace_id = ${workspace.id} and l.id = any (${leadIds}::uuid[]) and l.deleted_at is null`;
  return new Map(rows.map(({ leadId, fired }) => [leadId, new Set(fired)]));
}
