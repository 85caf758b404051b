import type { TxCtx } from '../../db/database.ts';
import type { Action } from '../../engagement/decision.ts';
import { valuesOf } from '../../engagement/situation.ts';
import type { OfferedSlot } from '../../engagement/understanding/types.ts';
import { type Appointment, calendarPath, placeBooking, placeCancellation, placeMove } from '../appointments/index.ts';
import {
  askAboutQuestion,
  askForPerson,
  dropVariable,
  moveStatus,
  optIn,
  optOut,
  setStage,
  touchLead,
} from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import type { Application, ApplyState } from './apply-state.ts';
import { applyVariable } from './apply-variable.ts';
import { applyDraft, applyMemory, applySend, applyWait } from './apply-words.ts';
import { settleLearned } from './settle-learned.ts';

/**
 * Writes a decision: the only place that does. All in the caller's transaction, with events and timeline. Raises
 * `conflict` slot_taken where somebody else was faster. Returns the id of what was said, null where nothing was.
 */
export async function applyDecision(ctx: TxCtx, application: Application): Promise<string | null> {
  const state: ApplyState = {
    ctx,
    ...application,
    values: new Map(valuesOf(application.loaded.situation.variables)),
    lengths: new Map(application.loaded.lengths),
    isTouched: true,
    calendarUrl: null,
    sentId: null,
  };
  for (const action of application.decision.actions) await applyAction(state, action);
  if (!state.isTouched) await touchLead(ctx, application.loaded.leadId);
  await settleLearned(ctx, application);
  for (const { what, rule } of application.decision.refused) {
    const conversationId = application.loaded.situation.conversation.id;
    const summary = `Did not ${what}: ${rule}`;
    recordAction(ctx, { leadId: application.loaded.leadId, conversationId, type: 'system_note', summary });
  }
  return state.sentId;
}

async function applyAction(state: ApplyState, action: Action): Promise<void> {
  const { ctx, loaded } = state;
  const { leadId, situation } = loaded;
  const conversationId = situation.conversation.id;
  switch (action.do) {
    case 'set_variable':
      return applyVariable(state, action);
    case 'remove_variable':
      if (await dropVariable(ctx, { leadId, key: action.key, source: 'lead' })) state.isTouched = false;
      state.values.delete(action.key);
      state.lengths.delete(action.key);
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
    case 'ask_person':
      return askAboutQuestion(ctx, { leadId, conversationId, reason: action.reason });
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
      return applySend(state, action);
    case 'wait':
      return applyWait(state, action);
    case 'draft':
      return applyDraft(state, action);
    case 'remember':
      return applyMemory(state, action.dialogue);
  }
}

function bookingOf(state: ApplyState, slot: OfferedSlot) {
  const { loaded, values } = state;
  const booking = loaded.situation.workflow.booking;
  if (!booking || loaded.workflowId === null) throw new Error('a booking without a booking rule');
  return {
    workflowId: loaded.workflowId,
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
  const { leadId, situation } = loaded;
  await ctx.tx`
    update leads set qualification_notes = ${reason}, lost_reason = ${reason}, updated_at = ${ctx.at}, revision = revision + 1
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  await setStage(ctx, { leadId, stage: 'lost', reason });
  const lost = situation.workflow.statuses.find((status) => status.category === 'lost');
  if (lost && situation.run) await moveStatus(ctx, { leadId, runId: situation.run.id, statusKey: lost.key, reason });
  recordEvent(ctx, {
    type: 'lead.disqualified',
    leadId,
    conversationId: situation.conversation.id,
    data: { reason },
  });
}
