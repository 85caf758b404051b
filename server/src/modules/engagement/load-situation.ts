import type { TxCtx } from '../../db/database.ts';
import { generalWorkflow } from '../../engagement/dialogue/general-workflow.ts';
import { newDialogue } from '../../engagement/dialogue/state.ts';
import type { KnownAppointment, Sending, Situation } from '../../engagement/situation.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { calendarPath, slotSearch } from '../appointments/index.ts';
import { readSendFacts } from '../deliveries/index.ts';
import { loadDefinition } from '../workflows/index.ts';
import { readSituation, type SituationRow } from './read-situation.ts';

/** A situation, and what a decision is applied by. */
export interface Loaded {
  readonly situation: Situation;
  readonly leadId: string;
  readonly agentId: string;
  /** The run's; null in a general conversation. */
  readonly workflowId: string | null;
  /** The workspace has a language model in use. */
  readonly hasModel: boolean;
  /** The words of the message that is reacted to. */
  readonly text: string | null;
  readonly saidAt: Date | null;
  /** Whether the lead has opted out since it wrote something. */
  isBeforeOptOut(saidAt: Date | null): boolean;
  /** What each variable takes of the room that a lead has, by key. */
  readonly lengths: ReadonlyMap<string, number>;
}

export interface Place {
  readonly leadId: string;
  readonly conversationId: string;
  readonly messageId: string | null;
  readonly publicUrl: string;
}

/** Reads everything a decision may look at; undefined where the lead is deleted. The caller holds the lead's lock. */
export async function loadSituation(ctx: TxCtx, place: Place): Promise<Loaded | undefined> {
  const row = await readSituation(ctx, place);
  if (!row) return undefined;
  const { leadId, conversationId } = place;
  const { workflowId, workflowVersion } = hasGone(row) ? noWorkflow : row;
  const definition =
    workflowId === null || workflowVersion === null
      ? undefined
      : await loadDefinition(ctx, { workflowId, version: workflowVersion });
  const appointment = toAppointment(row, place.publicUrl);
  const { name, timeZone, country, locale } = ctx.workspace;
  const situation: Situation = {
    now: ctx.at,
    workspace: { name, timeZone, country, locale, isStopped: row.isStopped },
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
    workflow: definition ?? generalWorkflow,
    run: definition ? toRun(row) : null,
    conversation: {
      id: conversationId,
      channel: row.channel,
      owner: row.owner,
      agentMessages: row.agentMessages,
      leadMessages: row.leadMessages,
      dialogue: { ...newDialogue, ...row.dialogue },
    },
    variables: new Map(row.variables.map(({ key, length: _length, ...known }) => [key, known])),
    appointment,
    busy: await busyTimes(ctx, { workflowId, definition, exceptId: appointment?.id }),
    knowledge: null,
    sending: await readSending(ctx, place, row),
  };
  const { text, saidAt, optedOutAt, hasModel } = row;
  const isBeforeOptOut = (at: Date | null) => at !== null && optedOutAt !== null && at < optedOutAt;
  const lengths = new Map(row.variables.map(({ key, length }) => [key, length]));
  return { situation, leadId, agentId: row.agentId, workflowId, hasModel, text, saidAt, isBeforeOptOut, lengths };
}

/** Without a statement more where nothing is sent: then next to nothing of it matters. */
async function readSending(ctx: TxCtx, place: Place, { channel: name, saidLately }: SituationRow): Promise<Sending> {
  const channel = capabilitiesOf(ctx.channels, name);
  if (!channel.isInPlace) {
    const [facts] = await readSendFacts(ctx, [{ ...place, channel: name, messageId: null }]);
    if (!facts) throw new Error(`lead ${place.leadId} has no conversation ${place.conversationId}`);
    return facts;
  }
  return {
    isTestLead: ctx.isTest,
    requiresConsent: false,
    hasConsent: false,
    suppression: null,
    address: null,
    quietHours: null,
    zones: [ctx.workspace.timeZone],
    channel,
    lastInboundAt: null,
    sender: { lastHour: 0, lastDay: 0, perHour: null, perDay: null },
    saidLately: saidLately === null ? [] : [saidLately],
  };
}

const noWorkflow = { workflowId: null, workflowVersion: null };

/** Of a run that was ended from outside the lead's conversation goes on as a general one. What an opt-out ended may come back. */
function hasGone({ runStatus, optedOutAt }: SituationRow): boolean {
  return (runStatus === 'cancelled' || runStatus === 'transferred') && optedOutAt === null;
}

function toRun({
  runId,
  statusKey,
  humanTakeover,
  runStatus,
  pausedAt,
  isWorkflowPaused,
}: SituationRow): Situation['run'] {
  if (runId === null || statusKey === null) return null;
  return {
    id: runId,
    statusKey,
    isTakenOver: humanTakeover === true,
    // One that an opt-out ended while it was paused comes back as it was.
    isPaused: runStatus === 'paused' || (runStatus === 'cancelled' && pausedAt !== null),
    isWorkflowPaused: isWorkflowPaused === true,
  };
}

interface Calendar {
  readonly workflowId: string | null;
  readonly definition: WorkflowDefinition | undefined;
  readonly exceptId: string | undefined;
}

async function busyTimes(ctx: TxCtx, { workflowId, definition, exceptId }: Calendar): Promise<Situation['busy']> {
  if (workflowId === null || !definition?.booking) return [];
  const { busy } = await slotSearch(ctx, { workflowId, booking: definition.booking, values: new Map(), exceptId });
  return busy;
}

function toAppointment({ appointment }: SituationRow, publicUrl: string): KnownAppointment | null {
  if (!appointment) return null;
  const { uid, startAt, endAt, ...rest } = appointment;
  return {
    ...rest,
    startAt: new Date(startAt).toISOString(),
    endAt: new Date(endAt).toISOString(),
    calendarUrl: publicUrl + calendarPath(uid),
  };
}
