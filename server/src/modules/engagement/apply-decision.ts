import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { Action, Decision } from '../../engagement/decision.ts';
import { valuesOf } from '../../engagement/situation.ts';
import type { OfferedSlot } from '../../engagement/understanding/types.ts';
import { type Appointment, calendarPath, placeBooking, placeCancellation, placeMove } from '../appointments/index.ts';
import { appendMessage } from '../conversations/index.ts';
import {
  askForPerson,
  hasRoomFor,
  MAX_VARIABLES_LENGTH,
  moveStatus,
  optIn,
  optOut,
  removeVariable,
  setStage,
  setVariable,
} from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { fillLeadProperty } from './fill-lead-property.ts';
import type { Loaded } from './load-situation.ts';

export interface Application {
  readonly loaded: Loaded;
  readonly decision: Decision;
  readonly messageId: string | null;
  readonly publicUrl: string;
}

/**
 * Writes a decision: the only place that does. All in the caller's transaction, with events and timeline. Raises
 * `conflict` slot_taken where somebody else was faster.
 */
export async function applyDecision(ctx: TxCtx, application: Application): Promise<void> {
  const state: ApplyState = {
    ctx,
    ...application,
    values: new Map(valuesOf(application.loaded.situation.variables)),
    calendarUrl: null,
  };
  for (const action of application.decision.actions) await applyAction(state, action);
  for (const { what, rule } of application.decision.refused) {
    const conversationId = application.loaded.situation.conversation.id;
    const summary = `Did not ${what}: ${rule}`;
    await recordAction(ctx, { leadId: application.loaded.leadId, conversationId, type: 'system_note', summary });
  }
}

interface ApplyState extends Application {
  readonly ctx: TxCtx;
  /** What is known, as the actions so far have left it. */
  readonly values: Map<string, unknown>;
  calendarUrl: string | null;
}

async function applyAction(state: ApplyState, action: Action): Promise<void> {
  const { ctx, loaded } = state;
  const { leadId, situation } = loaded;
  const conversationId = situation.conversation.id;
  switch (action.do) {
    case 'set_variable':
      return applyVariable(state, action);
    case 'remove_variable':
      await removeVariable(ctx, { leadId, key: action.key, source: 'lead' });
      state.values.delete(action.key);
      return;
    case 'book':
      return noteAppointment(state, await placeBooking(ctx, bookingOf(state, action.slot)));
    case 'move':
      return noteAppointment(state, await placeMove(ctx, action.appointmentId, bookingOf(state, action.slot)));
    case 'cancel':
      await placeCancellation(ctx, action.appointmentId, action.reason);
      return;
    case 'hand_over':
      return askForPerson(ctx, { leadId, conversationId, reason: action.reason });
    case 'disqualify':
      return applyDisqualification(state, action.reason);
    case 'opt_out':
      return optOut(ctx, { leadId, conversationId });
    case 'opt_in':
      return optIn(ctx, { leadId, conversationId });
    case 'set_stage':
      await setStage(ctx, { leadId, stage: action.stage, reason: action.reason });
      return;
    case 'move_status':
      if (situation.run)
        await moveStatus(ctx, { leadId, runId: situation.run.id, statusKey: action.statusKey, reason: action.reason });
      return;
    case 'send':
      return applySend(state, action.text, action.reason);
    case 'remember':
      await ctx.tx`
        update conversations set dialogue = ${ctx.tx.json(asJson(action.dialogue))}
        where workspace_id = ${ctx.workspace.id} and id = ${conversationId}`;
      return;
  }
}

async function applyVariable(
  state: ApplyState,
  { observation, reason }: Extract<Action, { do: 'set_variable' }>,
): Promise<void> {
  const { ctx, loaded, messageId } = state;
  const { key, value, valueText, confidence } = observation;
  const field = loaded.situation.workflow.fields.find((one) => one.key === key);
  const conversationId = loaded.situation.conversation.id;
  const summary = `Learned ${field?.label ?? key}: ${valueText} (${reason})`;
  const cameWithLead = observation.origin === 'contact';
  const source = cameWithLead && loaded.situation.conversation.channel !== 'web_chat' ? 'api' : 'lead';
  const known = { leadId: loaded.leadId, conversationId, key, value, valueText, confidence, source } as const;
  if (await hasRoomFor(ctx, loaded.leadId, known)) {
    await setVariable(ctx, { ...known, messageId: cameWithLead ? null : messageId, reason: summary });
  } else {
    await tellOfNoRoom(ctx, known, field?.label ?? key);
  }
  state.values.set(key, value);
  if (field && !cameWithLead) {
    await fillLeadProperty(ctx, loaded.leadId, { definition: loaded.situation.workflow, field }, value);
  }
}

/** What was heard counts for this turn and is not kept: a full lead must not end its conversation. */
async function tellOfNoRoom(
  ctx: TxCtx,
  { leadId, conversationId }: { leadId: string; conversationId: string },
  label: string,
): Promise<void> {
  const most = MAX_VARIABLES_LENGTH.toLocaleString('en');
  const summary = `Did not keep ${label}: what is known of this lead would be over ${most} characters`;
  await recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
}

function bookingOf(state: ApplyState, slot: OfferedSlot) {
  const { loaded, values } = state;
  const booking = loaded.situation.workflow.booking;
  if (!booking || !loaded.workflow) throw new Error('a booking without a booking rule');
  return {
    workflowId: loaded.workflow.id,
    booking,
    values,
    leadId: loaded.leadId,
    runId: loaded.situation.run?.id ?? null,
    conversationId: loaded.situation.conversation.id,
    startAt: slot.startAt,
    resourceKey: slot.resourceKey,
  };
}

function noteAppointment(state: ApplyState, appointment: Appointment): void {
  state.calendarUrl = state.publicUrl + calendarPath(appointment.uid);
}

async function applyDisqualification({ ctx, loaded }: ApplyState, reason: string): Promise<void> {
  const { leadId, situation, workflow } = loaded;
  await ctx.tx`
    update leads set qualification_notes = ${reason}, lost_reason = ${reason}, updated_at = ${ctx.at}, revision = revision + 1
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  await setStage(ctx, { leadId, stage: 'lost', reason });
  const lost = workflow?.definition.statuses.find((status) => status.category === 'lost');
  if (lost && situation.run) await moveStatus(ctx, { leadId, runId: situation.run.id, statusKey: lost.key, reason });
  await recordEvent(ctx, {
    type: 'lead.disqualified',
    leadId,
    conversationId: situation.conversation.id,
    data: { reason },
  });
}

async function applySend(state: ApplyState, template: string, reason: string): Promise<void> {
  const { ctx, loaded } = state;
  const { id: conversationId, channel } = loaded.situation.conversation;
  const url = state.calendarUrl ?? loaded.situation.appointment?.calendarUrl ?? '';
  const text = template.replaceAll('{calendarUrl}', url);
  await appendMessage(ctx, { conversationId, leadId: loaded.leadId, channel, author: 'agent', text, reason });
}
