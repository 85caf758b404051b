import { asJson } from '../../db/json.ts';
import type { Action } from '../../engagement/decision.ts';
import type { DialogueState } from '../../engagement/dialogue/state.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { ATTEMPT_TIMER, appendDraft, appendMessage } from '../conversations/index.ts';
import { recordAction } from '../timeline/index.ts';
import type { ApplyState } from './apply-state.ts';
import { fillLinks } from './fill-links.ts';
import { refusedByNow } from './refused-by-now.ts';

/** Where the dialogue stands goes with the words, as their conversation's row is written for them anyway. */
export async function applySend(state: ApplyState, send: Extract<Action, { do: 'send' }>): Promise<void> {
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
  if (purpose === 'reply') await awaitAnswer(state);
  state.isTouched = true;
}

/**
 * Where the workflow takes up a lead again that falls silent, the time for it begins with the agent's last answer. None is
 * set already, as the lead has written; but where it was handed back while the answer waited.
 */
async function awaitAnswer({ ctx, loaded, wasPutOff = false }: ApplyState): Promise<void> {
  const { leadId, situation } = loaded;
  const { run, workflow, conversation } = situation;
  const recontact = workflow.cadence?.recontact;
  if (!run || !recontact || conversation.leadMessages === 0) return;
  const dueAt = new Date(ctx.at.getTime() + recontact.staleAfterHours * 3_600_000);
  if (wasPutOff) await cancelTimers(ctx, leadId, [ATTEMPT_TIMER], { match: { runId: run.id } });
  setTimer(ctx, { leadId, kind: ATTEMPT_TIMER, payload: { runId: run.id }, dueAt });
}

/** Nothing may be said yet: the stimulus comes back. */
export function applyWait(
  { ctx, loaded, comeBack }: ApplyState,
  { until, reason }: Extract<Action, { do: 'wait' }>,
): void {
  const conversationId = loaded.situation.conversation.id;
  const summary = `Waits until ${until.toISOString()}: ${reason}`;
  recordAction(ctx, { leadId: loaded.leadId, conversationId, type: 'system_note', summary });
  comeBack(until);
}

/** The address of a calendar file that is not there yet stays open until the draft is approved. */
export async function applyDraft(state: ApplyState, draft: Extract<Action, { do: 'draft' }>): Promise<void> {
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

/** Where the dialogue stands, where no words carry it. */
export async function applyMemory({ ctx, loaded, decision }: ApplyState, dialogue: DialogueState): Promise<void> {
  if (decision.actions.some((action) => action.do === 'send')) return;
  await ctx.tx`
    update conversations set dialogue = ${ctx.tx.json(asJson(dialogue))}
    where workspace_id = ${ctx.workspace.id} and id = ${loaded.situation.conversation.id}`;
}
