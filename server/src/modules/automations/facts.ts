import type { TxCtx } from '../../db/database.ts';
import { type Condition, fieldsOf, holds, type Values } from '../../engagement/workflow/condition.ts';
import type { EventType } from '../../kernel/event-types.ts';
import { isUuid } from '../../kernel/ids.ts';
import { type Lead, readLead } from '../leads/index.ts';
import type { Lookup } from './template.ts';

/** An event as rules see it. */
export interface RuleEvent {
  readonly id: string;
  readonly type: EventType;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What conditions compare and templates name, by the first part of a name. */
export interface Facts {
  readonly lead: Lead;
  readonly [prefix: string]: unknown;
}

/**
 * What is known of a lead and of what happened: the lead as the API shows it, its variables' values, and of its runs
 * the one that the event is about, else the one shown with it. Raises `not_found`.
 */
export async function readFacts(ctx: TxCtx, leadId: string, event: RuleEvent): Promise<Facts> {
  const lead = await readLead(ctx, leadId);
  const run = await runOf(ctx, lead, event.data.runId);
  const { id, slug, name } = ctx.workspace;
  return {
    lead,
    variables: Object.fromEntries(Object.entries(lead.variables).map(([key, { value }]) => [key, value])),
    run,
    status: run?.status,
    workflow: run && {
      id: run.workflowId,
      key: run.workflowKey,
      name: run.workflowName,
      goal: run.goal,
      version: run.workflowVersion,
    },
    ...eventFacts(event),
    workspace: { id, slug, name },
  };
}

/** What a condition that looks at nothing but the event needs. */
export function eventFacts({ id, type, at, data }: RuleEvent): { readonly event: unknown } {
  return { event: { ...data, id, type, at: at.toISOString() } };
}

/** Finds values by their names. A name without a prefix is a variable's key. */
export function lookupIn(facts: object): Lookup {
  return (name) => {
    const path = name.includes('.') ? name.split('.') : ['variables', name];
    return path.reduce<unknown>(ownValue, facts);
  };
}

/** Whether all that a condition asks holds of these facts; without a condition it does. */
export function holdsOf(condition: Condition | null, facts: object): boolean {
  return condition === null || holds(condition, valuesFor(condition, facts));
}

/** The values that a condition looks at, by the names it has for them. */
export function valuesFor(condition: Condition, facts: object): Values {
  const find = lookupIn(facts);
  return new Map(fieldsOf(condition).map((field) => [field, find(field)]));
}

function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return Reflect.get(holder, key);
}

type Run = NonNullable<Lead['run']>;

async function runOf(ctx: TxCtx, lead: Lead, runId: unknown): Promise<Lead['run']> {
  if (typeof runId !== 'string' || !isUuid(runId) || runId === lead.run?.id) return lead.run;
  const [run] = await ctx.tx<(Omit<Run, 'startedAt'> & { readonly startedAt: Date })[]>`
    select r.id, r.workflow_id, f.key as workflow_key, f.name as workflow_name, r.workflow_version, f.goal, r.is_active,
      r.run_status, r.cadence_state, r.human_takeover, r.started_at,
      json_build_object('id', s.id, 'key', s.key, 'label', s.label, 'category', s.category) as status
    from runs r
    join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where r.workspace_id = ${ctx.workspace.id} and r.id = ${runId} and r.lead_id = ${lead.id}`;
  return run ? { ...run, startedAt: run.startedAt.toISOString() } : lead.run;
}
