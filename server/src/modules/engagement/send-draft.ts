import { savepoint, writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { decide } from '../../engagement/decide.ts';
import type { Action, Decision } from '../../engagement/decision.ts';
import { proposeByRules } from '../../engagement/dialogue/rules-brain.ts';
import { maySend, type Verdict } from '../../engagement/policy/may-send.ts';
import type { SendPurpose } from '../../engagement/policy/send-facts.ts';
import { sendFactsOf } from '../../engagement/silence.ts';
import type { Situation } from '../../engagement/situation.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { setTimer } from '../../jobs/timers.ts';
import type { Template } from '../../kernel/template.ts';
import { stopPending } from '../conversations/index.ts';
import { countCarried, senderOfCarried } from '../deliveries/index.ts';
import { applyDecision } from './apply-decision.ts';
import { type Loaded, loadSituation } from './load-situation.ts';
import { isSlotGone } from './react.ts';

interface Draft {
  readonly text: string;
  readonly purpose: SendPurpose | null;
  readonly template: Template | null;
  readonly onApproval: readonly Action[];
}

/**
 * Does what waited for a draft's approval, and says its words, as one; nothing where it was withdrawn meanwhile. Where
 * its time was taken by somebody else neither is done: a draft with other times comes in its place.
 */
export async function sendDraft(claimed: TxCtx, stimulus: ClaimedStimulus, publicUrl: string): Promise<void> {
  const { leadId, payload } = stimulus;
  const [conversationId, draftId] = [String(payload.conversationId), String(payload.messageId)];
  const draft = await findApproved(claimed, draftId);
  const loaded = await loadSituation(claimed, { leadId, conversationId, messageId: null, publicUrl });
  if (!draft || !loaded) return;
  const ctx: TxCtx = { ...claimed, actor: { kind: 'agent', id: loaded.agentId } };
  const purpose = draft.purpose ?? 'reply';
  const said = { conversationId, channel: loaded.situation.conversation.channel, purpose };
  const verdict = await verdictOn(ctx, loaded, { ...draft, ...said });
  if (verdict.verdict === 'refuse') {
    await stopPending(ctx, { leadIds: [leadId], messageId: draftId, reason: verdict.rule });
    return;
  }
  if (verdict.verdict === 'wait') {
    setTimer(ctx, { leadId, kind: stimulus.kind, payload, dueAt: verdict.until });
    return;
  }
  const { text, template } = draft;
  const reason = 'approved by a person';
  const send: Action = { do: 'send', text, reason, purpose, ...(template && { template }) };
  const decision: Decision = { actions: [...draft.onApproval, send], refused: [] };
  try {
    await savepoint(ctx.tx, async (tx) => {
      const sent = await applyDecision(
        { ...ctx, tx },
        { loaded, decision, messageId: null, publicUrl, comeBack: nothingWaits },
      );
      await markSent({ ...ctx, tx }, draftId, sent);
      await countCarried({ ...ctx, tx }, said);
    });
  } catch (error) {
    if (!isSlotGone(error)) throw error;
    await stopPending(ctx, { leadIds: [leadId], messageId: draftId, reason: 'that time is no longer free' });
    await offerOthers(ctx, loaded, { decision, publicUrl });
  }
}

type Approved = Draft & { readonly conversationId: string; readonly channel: string; readonly purpose: SendPurpose };

async function verdictOn(ctx: TxCtx, { situation }: Loaded, draft: Approved): Promise<Verdict> {
  const rule = whyNot(situation, draft);
  if (rule !== undefined) return { verdict: 'refuse', rule };
  const facts = sendFactsOf(situation);
  const sender = (await senderOfCarried(ctx, draft)) ?? facts.sender;
  return maySend({ ...facts, sender }, draft);
}

async function findApproved({ tx, workspace }: TxCtx, draftId: string): Promise<Draft | undefined> {
  const [draft] = await tx<Draft[]>`
    select body as text, purpose, template, on_approval from messages
    where workspace_id = ${workspace.id} and id = ${draftId} and kind = 'draft' and status = 'queued'`;
  return draft;
}

/** What has become of the lead's appointment since the draft was written. */
function whyNot({ appointment }: Situation, { onApproval }: Draft): string | undefined {
  const isOther = onApproval.some(
    (action) => (action.do === 'move' || action.do === 'cancel') && action.appointmentId !== appointment?.id,
  );
  if (isOther) return 'the appointment is no more';
  const isSecond = appointment !== null && onApproval.some((action) => action.do === 'book');
  return isSecond ? 'the lead has an appointment already' : undefined;
}

async function markSent({ tx, at, workspace }: TxCtx, draftId: string, sentAsId: string | null): Promise<void> {
  await Promise.all([
    writeCollected(tx),
    tx`
      update messages set status = 'sent', sent_as_id = ${sentAsId}, sent_at = ${at}
      where workspace_id = ${workspace.id} and id = ${draftId}`,
    tx`
      update action_logs set status = 'completed', completed_at = ${at}
      where workspace_id = ${workspace.id} and message_id = ${draftId} and status = 'awaiting_approval'`,
  ]);
}

async function offerOthers(
  ctx: TxCtx,
  loaded: Loaded,
  { decision, publicUrl }: { readonly decision: Decision; readonly publicUrl: string },
): Promise<void> {
  const startAt = decision.actions.flatMap((action) => ('slot' in action ? [action.slot.startAt] : []))[0] ?? '';
  const cause = { kind: 'slot_lost', startAt } as const;
  const other = decide(loaded.situation, cause, proposeByRules(loaded.situation, cause));
  await applyDecision(ctx, { loaded, decision: other, messageId: null, publicUrl, comeBack: nothingWaits });
}

/** What is approved was looked at before, and other times for it are an answer like it. */
function nothingWaits(): void {
  throw new Error('what may be said now does not wait');
}
