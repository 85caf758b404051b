import type { TxCtx } from '../../db/database.ts';
import { generalWorkflow } from '../../engagement/dialogue/general-workflow.ts';
import { type DialogueState, newDialogue } from '../../engagement/dialogue/state.ts';
import type { KnownAppointment, KnownVariable, Situation } from '../../engagement/situation.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import { calendarPath, slotSearch } from '../appointments/index.ts';
import { type LoadedWorkflow, loadWorkflow } from '../workflows/index.ts';

/** A situation, and the ids that a decision is applied by. */
export interface Loaded {
  readonly situation: Situation;
  readonly leadId: string;
  readonly agentId: string;
  readonly workflow: LoadedWorkflow | undefined;
}

/** Reads everything a decision may look at. The caller holds the lead's lock. */
export async function loadSituation(
  ctx: TxCtx,
  { leadId, conversationId, publicUrl }: { leadId: string; conversationId: string; publicUrl: string },
): Promise<Loaded> {
  const [row] = await readLeadAndConversation(ctx, leadId, conversationId);
  if (!row) throw new Error(`lead ${leadId} has no conversation ${conversationId}`);
  const [workflow, variables, appointment] = await Promise.all([
    row.workflowId === null || row.workflowVersion === null
      ? undefined
      : loadWorkflow(ctx, { workflowId: row.workflowId, version: row.workflowVersion }),
    readVariables(ctx, leadId),
    readAppointment(ctx, leadId, publicUrl),
  ]);
  const definition = workflow?.definition ?? generalWorkflow;
  const booking = workflow && definition.booking;
  const busy = booking
    ? (await slotSearch(ctx, { workflowId: workflow.id, booking, values: new Map(), exceptId: appointment?.id })).busy
    : [];
  const { workspace } = ctx;
  const situation: Situation = {
    now: ctx.at,
    workspace: {
      name: workspace.name,
      timeZone: workspace.timeZone,
      country: workspace.country,
      locale: workspace.locale,
    },
    agent: {
      name: row.agentName,
      role: row.agentRole,
      greeting: row.agentGreeting,
      tone: row.agentTone,
      disclosesAssistant: row.disclosesAssistant,
      autonomy: row.autonomy,
    },
    lead: {
      id: leadId,
      stage: row.stage,
      needsHuman: row.needsHuman,
      isOptedOut: row.optedOutAt !== null,
      contact: { name: row.name, email: row.email, phone: row.phone },
    },
    workflow: definition,
    run:
      row.runId === null || row.statusKey === null
        ? null
        : { id: row.runId, statusKey: row.statusKey, isTakenOver: row.humanTakeover === true },
    conversation: {
      id: conversationId,
      channel: row.channel,
      owner: row.owner,
      agentMessages: row.agentMessages,
      leadMessages: row.leadMessages,
      dialogue: { ...newDialogue, ...row.dialogue },
    },
    variables,
    appointment,
    busy,
  };
  return { situation, leadId, agentId: row.agentId, workflow };
}

interface SituationRow {
  readonly stage: Situation['lead']['stage'];
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly needsHuman: boolean;
  readonly optedOutAt: Date | null;
  readonly channel: string;
  readonly owner: 'agent' | 'person';
  readonly dialogue: Partial<DialogueState>;
  readonly agentId: string;
  readonly agentName: string;
  readonly agentRole: string;
  readonly agentTone: Situation['agent']['tone'];
  readonly agentGreeting: string | null;
  readonly disclosesAssistant: boolean;
  readonly autonomy: Situation['agent']['autonomy'];
  readonly runId: string | null;
  readonly workflowId: string | null;
  readonly workflowVersion: number | null;
  readonly humanTakeover: boolean | null;
  readonly statusKey: string | null;
  readonly agentMessages: number;
  readonly leadMessages: number;
}

function readLeadAndConversation(ctx: TxCtx, leadId: string, conversationId: string): Promise<SituationRow[]> {
  return ctx.tx<SituationRow[]>`
    select l.stage, l.name, l.email, l.phone, l.needs_human, l.opted_out_at, c.channel, c.owner, c.dialogue,
      a.id as agent_id, a.name as agent_name, a.role as agent_role, a.tone as agent_tone, a.greeting as agent_greeting,
      a.discloses_assistant, a.autonomy, r.id as run_id, r.workflow_id, r.workflow_version, r.human_takeover, s.key as status_key,
      m.agent_messages, m.lead_messages
    from leads l
    join conversations c on c.workspace_id = l.workspace_id and c.lead_id = l.id
    join agents a on a.workspace_id = l.workspace_id and a.id = c.agent_id
    left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    left join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    cross join lateral (
      select count(*) filter (where author = 'agent') as agent_messages, count(*) filter (where author = 'lead') as lead_messages
      from messages where workspace_id = c.workspace_id and conversation_id = c.id) m
    where l.workspace_id = ${ctx.workspace.id} and l.id = ${leadId} and c.id = ${conversationId}`;
}

async function readVariables(ctx: TxCtx, leadId: string): Promise<Map<string, KnownVariable>> {
  const rows = await ctx.tx<{ key: string; value: VariableValue; valueText: string; confidence: number }[]>`
    select key, value, value_text, confidence from variables
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId}`;
  return new Map(rows.map(({ key, ...variable }) => [key, variable]));
}

async function readAppointment(ctx: TxCtx, leadId: string, publicUrl: string): Promise<KnownAppointment | null> {
  const [row] = await ctx.tx<
    { id: string; uid: string; startAt: Date; endAt: Date; resourceKey: string | null; resourceName: string | null }[]
  >`
    select id, uid, start_at, end_at, nullif(resource_key, '') as resource_key, resource_name from appointments
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and status = 'confirmed' and end_at > ${ctx.at}
    order by start_at limit 1`;
  if (!row) return null;
  const { uid, startAt, endAt, ...rest } = row;
  return {
    ...rest,
    startAt: startAt.toISOString(),
    endAt: endAt.toISOString(),
    calendarUrl: publicUrl + calendarPath(uid),
  };
}
