import { savepoint } from '../../db/begin.ts';
import type { Tx, TxCtx } from '../../db/database.ts';
import { decide } from '../../engagement/decide.ts';
import type { Decision } from '../../engagement/decision.ts';
import type { Stimulus } from '../../engagement/situation.ts';
import type { ClaimedStimulus, StimulusHandler } from '../../jobs/claim-stimulus.ts';
import type { Consultation } from '../../jobs/consultation.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { readHeardCall } from '../calls/index.ts';
import { applyDecision } from './apply-decision.ts';
import { type Loaded, loadSituation } from './load-situation.ts';
import { asWaiting, putOff, takePutOff } from './put-off.ts';
import { readStretch } from './read-stretch.ts';
import { settleModel, tellOfModel } from './tell-of-model.ts';
import { type ModelAnswer, type Thought, think } from './think.ts';

/** How often a slot may be lost to somebody faster before the stimulus is tried again later. */
const MAX_LOST_SLOTS = 5;

/**
 * Handles one stimulus of a lead, in the transaction that claimed it and locked its lead: situation, proposal, policy,
 * and everything that was decided. Nothing where the lead was deleted. Where a language model is to be asked first that is
 * returned, and the stimulus comes again with its `answer`. Raises what makes it impossible; the stimulus then stays
 * and is tried again.
 */
export async function react(
  claimed: TxCtx,
  stimulus: ClaimedStimulus,
  publicUrl: string,
  answer?: ModelAnswer,
): Promise<Consultation | undefined> {
  const { leadId, payload } = stimulus;
  const conversationId = String(payload.conversationId);
  const messageId = typeof payload.messageId === 'string' ? payload.messageId : null;
  const callId = typeof payload.callId === 'string' ? payload.callId : null;
  let lostSlot: string | undefined;
  let thought: Thought | undefined;
  let wasPutOff = false;
  for (let lost = 0; ; lost++) {
    const loaded = await loadSituation(claimed, { leadId, conversationId, messageId, publicUrl });
    if (!loaded) return undefined;
    wasPutOff ||= await takePutOff(claimed, stimulus, loaded);
    const { cause, heardId } = await causeOf(claimed, stimulus, { loaded, messageId, lostSlot, wasPutOff });
    const outcome = await think(claimed, {
      loaded,
      cause,
      heardId,
      answer,
      before: thought,
      resume: resumeAs(stimulus.kind, publicUrl),
    });
    if ('ask' in outcome) return wasPutOff ? { ...outcome, payload: asWaiting(stimulus) } : outcome;
    thought = outcome;
    const decision = decide(loaded.situation, cause, outcome.proposal);
    const ctx: TxCtx = { ...claimed, actor: { kind: 'agent', id: loaded.agentId } };
    const apply = async (tx: Tx) => {
      const inside = { ...ctx, tx };
      // The day's count is locked before whatever the decision locks, as where a call is prepared.
      const used = await settleModel(inside, outcome);
      const comeBack = (until: Date) => putOff(inside, stimulus, until);
      await applyDecision(inside, { loaded, decision, messageId: heardId, callId, publicUrl, comeBack, wasPutOff });
      tellOfModel(inside, loaded, { cause, thought: outcome, decision, used });
      return undefined;
    };
    const slot = slotOf(decision);
    // Only a slot can be lost to somebody faster, and then nothing else of the decision may stay.
    if (slot === undefined) return apply(ctx.tx);
    try {
      return await savepoint(ctx.tx, apply);
    } catch (error) {
      if (!isSlotGone(error) || lost >= MAX_LOST_SLOTS || cause.kind === 'lead_created') throw error;
      lostSlot = slot;
    }
  }
}

/** What comes back is the stimulus as it stands in the queue: one that was put off has the kind of its timer there. */
function resumeAs(kind: string, publicUrl: string) {
  return (answer: ModelAnswer): StimulusHandler =>
    (ctx, stimulus) =>
      react(ctx, { ...stimulus, kind }, publicUrl, answer);
}

interface Given {
  readonly loaded: Loaded;
  readonly messageId: string | null;
  readonly lostSlot: string | undefined;
  /** An answer waited: this one is to all that nobody has answered. */
  readonly wasPutOff: boolean;
}

interface Cause {
  readonly cause: Stimulus;
  /** The message from which something is learned, if it is one. */
  readonly heardId: string | null;
}

async function causeOf(ctx: TxCtx, { kind, payload }: ClaimedStimulus, given: Given): Promise<Cause> {
  const { loaded, messageId, lostSlot, wasPutOff } = given;
  if (lostSlot !== undefined) return { cause: { kind: 'slot_lost', startAt: lostSlot }, heardId: messageId };
  if (kind === 'lead_created') return { cause: { kind }, heardId: null };
  const { id: conversationId } = loaded.situation.conversation;
  if (kind === 'call_ended') return { cause: { kind, call: await readHeardCall(ctx, payload) }, heardId: null };
  if (kind === 'handed_back') {
    const said = await readStretch(ctx, { conversationId, upTo: Number(payload.seq) });
    const isBeforeOptOut = loaded.isBeforeOptOut(said.saidAt);
    return { cause: { kind, stretch: said.stretch, isBeforeOptOut }, heardId: said.messageId };
  }
  if (messageId === null || loaded.text === null) throw new Error(`a stimulus ${kind} without a message`);
  if (kind === 'person_spoke') return { cause: { kind, text: loaded.text }, heardId: null };
  if (kind !== 'message_received') throw new Error(`no agent reacts to a stimulus ${kind}`);
  // What it answers may have waited for approval in vain, or for the morning: it must answer all that nobody has answered.
  // The word that lets a lead in again stands for itself.
  const { agent, lead } = loaded.situation;
  const isHeld = !lead.isOptedOut && (wasPutOff || agent.autonomy === 'listen');
  const open = isHeld ? (await readStretch(ctx, { conversationId })).stretch.unanswered : null;
  const isBeforeOptOut = loaded.isBeforeOptOut(loaded.saidAt);
  return { cause: { kind, messageId, text: open ?? loaded.text, isBeforeOptOut }, heardId: messageId };
}

/** When the slot begins that a decision takes, as a booking or a move. */
function slotOf({ actions }: Decision): string | undefined {
  return actions.flatMap((action) => ('slot' in action ? [action.slot.startAt] : []))[0];
}

/** Whether somebody else was faster, or the time itself has passed by the one that was offered. */
export function isSlotGone(error: unknown): boolean {
  return error instanceof FoyerError && error.reason?.startsWith('slot_') === true;
}
