import type { TxCtx } from '../../db/database.ts';
import type { DialogueState } from '../../engagement/dialogue/state.ts';
import type { Situation } from '../../engagement/situation.ts';
import type { VariableValue } from '../../engagement/understanding/types.ts';
import { lengthOfVariable } from '../leads/index.ts';

/** All that the engine reads of a lead for one decision. */
export interface SituationRow {
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
  readonly runStatus: string | null;
  readonly pausedAt: Date | null;
  readonly isWorkflowPaused: boolean | null;
  readonly isStopped: boolean;
  /** The workspace has a language model in use. */
  readonly hasModel: boolean;
  readonly statusKey: string | null;
  readonly agentMessages: number;
  readonly leadMessages: number;
  readonly text: string | null;
  readonly saidAt: Date | null;
  /** What the agent said within the last minute, after the message that is reacted to. */
  readonly saidLately: string | null;
  readonly variables: readonly {
    readonly key: string;
    readonly value: VariableValue;
    readonly valueText: string;
    readonly confidence: number;
    readonly isByHand: boolean;
    readonly length: number;
  }[];
  /** The lead's next confirmed one; its times are ISO 8601 with an offset. */
  readonly appointment: {
    readonly id: string;
    readonly uid: string;
    readonly startAt: string;
    readonly endAt: string;
    readonly resourceKey: string | null;
    readonly resourceName: string | null;
  } | null;
}

const SAID_WITHIN_MS = 60_000;

interface Wanted {
  readonly leadId: string;
  readonly conversationId: string;
  /** The message that is reacted to, if it is one. */
  readonly messageId: string | null;
}

/**
 * One statement, as a turn pays for each round trip; undefined where the lead is deleted. The caller holds the lead's
 * lock since an earlier statement, so that all of this is newer than whoever had it before.
 */
export async function readSituation(ctx: TxCtx, wanted: Wanted): Promise<SituationRow | undefined> {
  const { tx, at, workspace } = ctx;
  const { leadId, conversationId, messageId } = wanted;
  const [row] = await tx<(SituationRow & { readonly isDeleted: boolean; readonly hasConversation: boolean })[]>`
    select l.deleted_at is not null as is_deleted, c.id is not null as has_conversation, l.stage, l.name, l.email, l.phone,
      l.needs_human, l.opted_out_at, c.channel,
      case when l.owner = 'person' then l.owner else c.owner end as owner, c.dialogue, a.id as agent_id, a.name as agent_name,
      a.role as agent_role, a.tone as agent_tone, a.greeting as agent_greeting, a.discloses_assistant, a.autonomy,
      r.id as run_id, r.workflow_id, r.workflow_version, r.human_takeover, r.run_status, r.paused_at, f.is_paused as is_workflow_paused,
      w.is_stopped, exists (select from llms where workspace_id = w.id and is_enabled) as has_model, s.key as status_key, m.agent_messages,
      m.lead_messages, m.said_lately, said.body as text, said.created_at as said_at, v.variables, p.appointment
    from leads l
    join workspaces w on w.id = l.workspace_id
    left join conversations c on c.workspace_id = l.workspace_id and c.lead_id = l.id and c.id = ${conversationId}
    left join agents a on a.workspace_id = c.workspace_id and a.id = c.agent_id
    left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    left join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
    left join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    left join messages said on said.workspace_id = l.workspace_id and said.id = ${messageId}
    cross join lateral (
      select count(*) filter (where author = 'agent') as agent_messages, count(*) filter (where author = 'lead') as lead_messages,
        (array_agg(body order by seq desc) filter (
          where author = 'agent' and created_at > ${new Date(at.getTime() - SAID_WITHIN_MS)} and seq > coalesce(said.seq, 0)))[1]
          as said_lately
      from messages where workspace_id = c.workspace_id and conversation_id = c.id and kind = 'message') m
    cross join lateral (
      select coalesce(json_agg(json_build_object('key', key, 'value', value, 'valueText', value_text,
        'confidence', confidence, 'isByHand', source in ('api', 'person'), 'length', ${lengthOfVariable(tx)}) order by id), '[]') as variables
      from variables where workspace_id = l.workspace_id and lead_id = l.id) v
    left join lateral (
      select json_build_object('id', id, 'uid', uid, 'startAt', start_at, 'endAt', end_at,
        'resourceKey', nullif(resource_key, ''), 'resourceName', resource_name) as appointment
      from appointments
      where workspace_id = l.workspace_id and lead_id = l.id and status = 'confirmed' and end_at > ${at}
      order by start_at limit 1) p on true
    where l.workspace_id = ${workspace.id} and l.id = ${leadId}`;
  if (!row || row.isDeleted) return undefined;
  if (!row.hasConversation) throw new Error(`lead ${leadId} has no conversation ${conversationId}`);
  return row;
}
