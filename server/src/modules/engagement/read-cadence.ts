import type { TxCtx } from '../../db/database.ts';
import type { CadenceRule } from '../../engagement/cadence/cadence-schema.ts';
import type { CadenceFacts, CadenceState, ChannelFacts } from '../../engagement/cadence/types.ts';
import { type Silence, silencedBy } from '../../engagement/policy/silenced-by.ts';
import { isReachable } from '../../engagement/statuses.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { zonesOfLead } from '../deliveries/index.ts';
import { loadDefinition } from '../workflows/index.ts';

/** A run's cadence with all that decides its next step. */
export interface Reaching {
  readonly runId: string;
  readonly agentId: string;
  readonly statusKey: string;
  readonly definition: WorkflowDefinition;
  readonly rule: CadenceRule;
  readonly state: CadenceState;
  readonly facts: CadenceFacts;
  /** Channels of the rule that are not connected here. */
  readonly missing: readonly string[];
  /** The end of its appointment to come: until then it is not sought out. */
  readonly notBefore: Date | null;
  /** Why the agent may not speak to the lead at all now. */
  readonly silence: Silence | undefined;
}

interface CadenceRow {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly agentId: string;
  /** Without anything in it before the first step. */
  readonly cadence: Partial<CadenceState>;
  readonly startedAt: Date;
  readonly timeZone: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly statusKey: string;
  readonly reachesOut: boolean;
  readonly appointmentEndsAt: Date | null;
  readonly lastInboundAt: Date | null;
  readonly lastInboundOn: string | null;
  readonly lastOutboundAt: Date | null;
  readonly isPersons: boolean;
  readonly isOptedOut: boolean;
  readonly isStopped: boolean;
  readonly isPaused: boolean;
  readonly isWorkflowPaused: boolean;
}

/**
 * Where the reaching of a lead stands, read under its lock. Undefined where there is nothing to reach it for: the run is
 * over or has no cadence, its status is not one for that, or the agent is not to write first.
 */
export async function readCadence(ctx: TxCtx, leadId: string, runId: string): Promise<Reaching | undefined> {
  const row = await selectRun(ctx, leadId, runId);
  if (!row) return undefined;
  const { workflowId, workflowVersion: version, agentId } = row;
  const definition = await loadDefinition(ctx, { workflowId, version });
  const status = definition.statuses.find(({ key }) => key === row.statusKey);
  const { cadence: rule } = definition;
  if (!rule || !status || !isReachable(status)) return undefined;
  const state: CadenceState = { ...newState(row), ...row.cadence };
  if (!row.reachesOut && !hasWritten(row, state)) return undefined;
  const facts: CadenceFacts = {
    now: ctx.at,
    zones: zonesOfLead(row, ctx.workspace.timeZone),
    channels: channelsOf(ctx, rule, row),
    lastInboundAt: row.lastInboundAt ?? undefined,
    lastInboundOn: row.lastInboundOn ?? undefined,
    lastOutboundAt: row.lastOutboundAt ?? undefined,
  };
  const { isPersons, isOptedOut, isStopped, isPaused, isWorkflowPaused } = row;
  const silence = silencedBy({
    isPersons,
    isOptedOut,
    isStopped,
    run: { isPaused, isWorkflowPaused, pausedByStatus: null },
  });
  const missing = rule.channels.filter(({ channel }) => !ctx.channels.has(channel)).map(({ channel }) => channel);
  return {
    runId,
    agentId,
    statusKey: row.statusKey,
    definition,
    rule,
    state,
    facts,
    missing,
    silence,
    notBefore: row.appointmentEndsAt,
  };
}

/** Whether the lead has written since, so that the agent does not write first. */
function hasWritten({ lastInboundAt }: CadenceRow, { phase, startedAt }: CadenceState): boolean {
  return phase === 'recontacting' || (lastInboundAt !== null && lastInboundAt.getTime() >= Date.parse(startedAt));
}

/** Who wrote within a day before is talking with us, in whatever workflow: it is not reached, but taken up again. */
const TALKING_MS = 24 * 3_600_000;

function newState({ startedAt, lastInboundAt }: CadenceRow): CadenceState {
  const isTalking = lastInboundAt !== null && lastInboundAt.getTime() > startedAt.getTime() - TALKING_MS;
  const phase = isTalking ? 'recontacting' : 'reaching';
  return { startedAt: startedAt.toISOString(), phase, attempts: [], recontacts: [] };
}

/** As if nothing had been sent: what each has is read when its turn has come (reach-out.ts). */
function channelsOf({ channels }: TxCtx, rule: CadenceRule, row: CadenceRow): ChannelFacts[] {
  return rule.channels.flatMap(({ channel: name }) => {
    const capabilities = channels.get(name)?.capabilities;
    if (!capabilities) return [];
    const { reaches, isCall } = capabilities;
    const canReach = reaches === 'any' || (reaches === 'phone' ? row.phone : row.email) !== null;
    return [{ name, isCall, canReach, sender: { lastHour: 0, lastDay: 0 } }];
  });
}

async function selectRun({ tx, at, workspace }: TxCtx, leadId: string, runId: string): Promise<CadenceRow | undefined> {
  const [row] = await tx<CadenceRow[]>`
    select r.workflow_id, r.workflow_version, r.agent_id, r.cadence, r.started_at, s.key as status_key, l.time_zone, l.phone,
      l.email, l.owner = 'person' or r.human_takeover as is_persons,
      l.opted_out_at is not null as is_opted_out, w.is_stopped, r.run_status = 'paused' as is_paused,
      f.is_paused as is_workflow_paused, said.last_inbound_at, said.last_inbound_on, said.last_outbound_at,
      r.reaches_out, (
        select max(a.end_at) from appointments a
        where a.workspace_id = l.workspace_id and a.lead_id = l.id and a.status = 'confirmed' and a.end_at > ${at})
        as appointment_ends_at
    from runs r
    join leads l on l.workspace_id = r.workspace_id and l.id = r.lead_id
    join workspaces w on w.id = r.workspace_id
    join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    cross join lateral (
      select max(last_inbound_at) as last_inbound_at,
        (array_agg(channel order by last_inbound_at desc) filter (where last_inbound_at is not null))[1] as last_inbound_on,
        max(last_message_at) filter (where last_message_at is distinct from last_inbound_at) as last_outbound_at
      from conversations where workspace_id = l.workspace_id and lead_id = l.id) said
    where r.workspace_id = ${workspace.id} and r.id = ${runId} and r.lead_id = ${leadId} and r.is_active
      and l.deleted_at is null`;
  return row;
}
