import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { Action, Decision } from '../../engagement/decision.ts';
import type { DialogueState } from '../../engagement/dialogue/state.ts';
import { valuesOf } from '../../engagement/situation.ts';
import type { Observation, OfferedSlot } from '../../engagement/understanding/types.ts';
import { setTimer } from '../../jobs/timers.ts';
import { type Appointment, calendarPath, placeBooking, placeCancellation, placeMove } from '../appointments/index.ts';
import { ATTEMPT_TIMER, appendDraft, appendMessage } from '../conversations/index.ts';
import {
  askAboutQuestion,
  askForPerson,
  dropVariable,
  hasRoomFor,
  lengthOf,
  MAX_VARIABLES_LENGTH,
  moveStatus,
  optIn,
  optOut,
  setStage,
  storeVariable,
  touchLead,
} from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { fillLeadProperty } from './fill-lead-property.ts';
import { fillLinks } from './fill-links.ts';
import type { Loaded } from './load-situation.ts';
import { refusedByNow } from './refused-by-now.ts';
import { settleLearned } from './settle-learned.ts';

export interface Application {
  readonly loaded: Loaded;
  readonly decision: Decision;
  readonly messageId: string | null;
  /** The call from which something is learned, if it is one. */
  readonly callId?: string | null;
  readonly publicUrl: string;
  /** Brings the stimulus back then, where nothing may be said yet. */
  readonly comeBack: (until: Date) => void;
}

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

interface ApplyState extends Application {
  readonly ctx: TxCtx;
  /** What is known, as the actions so far have left it. */
  readonly values: Map<string, unknown>;
  /** What each variable takes of the room that a lead has. */
  readonly lengths: Map<string, number>;
  /** False while something was learned and the lead's row does not show it: once is enough for all. */
  isTouched: boolean;
  calendarUrl: string | null;
  sentId: string | null;
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

async function applyVariable(
  state: ApplyState,
  { observation, reason }: Extract<Action, { do: 'set_variable' }>,
): Promise<void> {
  const { ctx, loaded, messageId, callId = null } = state;
  const { key, value, valueText, confidence } = observation;
  const field = loaded.situation.workflow.fields.find((one) => one.key === key);
  const conversationId = loaded.situation.conversation.id;
  const summary = `Learned ${field?.label ?? key}: ${valueText} (${reason})`;
  const cameWithLead = observation.origin === 'contact';
  const source = sourceOf(observation.origin, loaded.situation.conversation.channel);
  const known = { leadId: loaded.leadId, conversationId, key, value, valueText, confidence, source, callId } as const;
  if (hasRoomFor(state.lengths, known)) {
    await storeVariable(ctx, { ...known, messageId: cameWithLead ? null : messageId, reason: summary });
    state.lengths.set(key, lengthOf(known));
    state.isTouched = false;
  } else {
    await tellOfNoRoom(ctx, known, field?.label ?? key);
  }
  state.values.set(key, value);
  if (field && !cameWithLead) {
    await fillLeadProperty(ctx, loaded.leadId, { definition: loaded.situation.workflow, field }, value);
  }
}

/** What somebody wrote about the lead is the agent's knowledge, none of the lead's words. */
function sourceOf(origin: Observation['origin'], channel: string): 'lead' | 'agent' | 'api' {
  if (origin === 'reported') return 'agent';
  return origin === 'contact' && channel !== 'web_chat' ? 'api' : 'lead';
}

/** What was heard counts for this turn and is not kept: a full lead must not end its conversation. */
async function tellOfNoRoom(
  ctx: TxCtx,
  { leadId, conversationId }: { leadId: string; conversationId: string },
  label: string,
): Promise<void> {
  const most = MAX_VARIABLES_LENGTH.toLocaleString('en');
  const summary = `Did not keep ${label}: what is known of this lead would be over ${most} characters`;
  recordAction(ctx, { leadId, conversationId, type: 'system_note', summary });
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

/** Where the dialogue stands goes with the words, as their conversation's row is written for them anyway. */
async function applySend(state: ApplyState, send: Extract<Action, { do: 'send' }>): Promise<void> {
  const { ctx, loaded, decision } = state;
  const { text: words, reason, purpose, template } = send;
  const { leadId } = loaded;
  const { id: conversationId, channel } = loaded.situation.conversation;
  const rule = await refusedByNow(ctx, loaded, decision, send);
  if (rule !== undefined) {
    recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: `Did not send: ${rule}` });
    return;
  }
  const text = await fillLinks(ctx, words, { leadId, calendarUrl: calendarUrlOf(state) ?? '' });
  const dialogue = decision.actions.flatMap((action) => (action.do === 'remember' ? [action.dialogue] : []))[0];
  const said = { conversationId, leadId, channel, author: 'agent', text, reason, purpose, template, dialogue } as const;
  state.sentId = (await appendMessage(ctx, said)).message.id;
  if (purpose === 'reply') awaitAnswer(ctx, loaded);
  state.isTouched = true;
}

/** Where the workflow takes up a lead again that falls silent, the time for it begins with the agent's last answer. */
function awaitAnswer(ctx: TxCtx, { leadId, situation }: Loaded): void {
  const { run, workflow, conversation } = situation;
  const recontact = workflow.cadence?.recontact;
  if (!run || !recontact || conversation.leadMessages === 0) return;
  const dueAt = new Date(ctx.at.getTime() + recontact.staleAfterHours * 3_600_000);
  setTimer(ctx, { leadId, kind: ATTEMPT_TIMER, payload: { runId: run.id }, dueAt });
}

function applyWait({ ctx, loaded, comeBack }: ApplyState, { until, reason }: Extract<Action, { do: 'wait' }>): void {
  const conversationId = loaded.situation.conversation.id;
  const summary = `Waits until ${until.toISOString()}: ${reason}`;
  recordAction(ctx, { leadId: loaded.leadId, conversationId, type: 'system_note', summary });
  comeBack(until);
}

/** The address of a calendar file that is not there yet stays open until the draft is approved. */
async function applyDraft(state: ApplyState, draft: Extract<Action, { do: 'draft' }>): Promise<void> {
  const { ctx, loaded } = state;
  const { id: conversationId, channel } = loaded.situation.conversation;
  // That of an appointment which waits for the approval is not known yet.
  const calendarUrl = calendarUrlOf(state) ?? '{calendarUrl}';
  const text = await fillLinks(ctx, draft.text, { leadId: loaded.leadId, calendarUrl });
  const { do: _draft, ...kept } = draft;
  await appendDraft(ctx, { ...kept, leadId: loaded.leadId, conversationId, channel, text });
}

function calendarUrlOf({ calendarUrl, loaded }: ApplyState): string | undefined {
  return calendarUrl ?? loaded.situation.appointment?.calendarUrl;
}

async function applyMemory({ ctx, loaded, decision }: ApplyState, dialogue: DialogueState): Promise<void> {
  if (decision.actions.some((action) => action.do === 'send')) return;
  await ctx.tx`
    update conversations set dialogue = ${ctx.tx.json(asJson(dialogue))}
    where workspace_id = ${ctx.workspace.id} and id = ${loaded.situation.conversation.id}`;
}
