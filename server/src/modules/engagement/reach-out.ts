import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { nextStep } from '../../engagement/cadence/next-step.ts';
import type { CadenceState, CadenceStep, ChannelFacts } from '../../engagement/cadence/types.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { cancelTimers, type NewTimer, setTimer } from '../../jobs/timers.ts';
import { ATTEMPT_TIMER, findOrOpenConversation } from '../conversations/index.ts';
import { readSenderUse } from '../deliveries/index.ts';
import { type FirstContact, firstContactSchema, touchLead } from '../leads/index.ts';
import { recordAction } from '../timeline/index.ts';
import { endCadence } from './end-cadence.ts';
import { type Reaching, readCadence } from './read-cadence.ts';
import { type Spoken, speakUnasked } from './speak-unasked.ts';

type Attempt = Extract<CadenceStep, { do: 'attempt' }>;

/**
 * The next step of a run's cadence: an attempt to reach the lead, waiting for its time, or the end. Whatever it is, at
 * most one timer of it stays. A channel that the policy refuses is left out and the next one tried; what silences the
 * agent with this lead holds the cadence up until it may speak again.
 */
export async function reachOut(ctx: TxCtx, { leadId, payload }: ClaimedStimulus, publicUrl: string): Promise<void> {
  const runId = String(payload.runId);
  const { first } = readPayload(payload);
  const reaching = await readCadence(ctx, leadId, runId);
  if (!reaching) return;
  await cancelTimers(ctx, leadId, [ATTEMPT_TIMER], { match: { runId } });
  if (reaching.silence) return holdUp(ctx, leadId, reaching, reaching.silence.rule);
  if (reaching.notBefore) return comeBack(ctx, { leadId, payload, until: reaching.notBefore });
  tellOfMissing(ctx, leadId, reaching);
  const tried: Tried = { refused: new Set(), used: new Map() };
  for (;;) {
    const step = await nextOf(ctx, { reaching, first, tried });
    if (step.do === 'wait') return comeBack(ctx, { leadId, payload, until: step.until });
    if (step.do === 'end' && isUntried(reaching, step)) return holdUp(ctx, leadId, reaching, step.reason);
    if (step.do === 'end') return endCadence(ctx, { leadId, reaching, step });
    const spoken = await attempt(ctx, { leadId, reaching, step, publicUrl });
    if (spoken.outcome === 'said') return noteAttempt(ctx, { leadId, reaching, step });
    if (spoken.outcome === 'waits') return comeBack(ctx, { leadId, payload, until: spoken.until });
    tried.refused.add(step.channel);
  }
}

/** What came out of channels so far. */
interface Tried {
  /** Those that the policy has refused. */
  readonly refused: Set<string>;
  /** What those whose turn has come have sent. */
  readonly used: Map<string, ChannelFacts['sender']>;
}

interface Next {
  readonly reaching: Reaching;
  readonly first: FirstContact | undefined;
  readonly tried: Tried;
}

/** What a channel has sent can only put its attempt off: it is counted where there is one. */
async function nextOf(ctx: TxCtx, { reaching, first, tried }: Next): Promise<CadenceStep> {
  for (;;) {
    const step = asWished(stepOf(reaching, tried), reaching, first);
    if (step.do !== 'attempt' || tried.used.has(step.channel)) return step;
    const { channel } = step;
    tried.used.set(channel, await readSenderUse(ctx, channel));
  }
}

function stepOf({ rule, state, facts }: Reaching, { refused, used }: Tried): CadenceStep {
  const channels = facts.channels.map((one) => {
    const { name, canReach, sender } = one;
    return { ...one, canReach: canReach && !refused.has(name), sender: used.get(name) ?? sender };
  });
  return nextStep(rule, state, { ...facts, channels });
}

const readPayload = (payload: unknown) => z.looseObject({ first: firstContactSchema.optional() }).parse(payload);

/** The very first attempt goes where, and says what, whoever sent the lead wished; when, its cadence says. */
function asWished(step: CadenceStep, { state, facts }: Reaching, first: FirstContact | undefined): CadenceStep {
  if (step.do !== 'attempt' || first === undefined || state.attempts.length > 0) return step;
  const isUsable = facts.channels.some(({ name, canReach }) => name === first.channel && canReach);
  return {
    ...step,
    ...(first.channel !== undefined && isUsable && { channel: first.channel }),
    ...(first.text !== undefined && { words: first.text }),
  };
}

interface Attempting {
  readonly leadId: string;
  readonly reaching: Reaching;
  readonly step: Attempt;
}

async function attempt(
  ctx: TxCtx,
  { leadId, reaching, step, publicUrl }: Attempting & { readonly publicUrl: string },
): Promise<Spoken> {
  const { runId, agentId } = reaching;
  const { channel, number, words = null } = step;
  const conversationId = await findOrOpenConversation(ctx, { leadId, agentId, runId, channel });
  const cause = { kind: 'attempt_due', number, words } as const;
  const spoken = await speakUnasked(ctx, { leadId, conversationId, cause, publicUrl });
  if (spoken.outcome !== 'said') await showOpened(ctx, leadId, conversationId);
  return spoken;
}

/** A conversation that was opened in vain shows on its lead all the same. */
async function showOpened({ tx, at, workspace }: TxCtx, leadId: string, conversationId: string): Promise<void> {
  await writeCollected(tx);
  await tx`
    update leads set revision = revision + 1, updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${leadId} and exists (
      select from conversations where workspace_id = ${workspace.id} and id = ${conversationId} and created_at >= ${at})`;
}

/** Keeps that an attempt was made, and comes back when the next one is due. */
async function noteAttempt(ctx: TxCtx, { leadId, reaching, step }: Attempting): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { runId, rule, facts } = reaching;
  const made = { at: at.toISOString(), channel: step.channel };
  const list = step.phase === 'reaching' ? 'attempts' : 'recontacts';
  const state: CadenceState = { ...reaching.state, phase: step.phase, [list]: [...reaching.state[list], made] };
  // Words that were said have raised the lead's revision; a draft has not.
  await tx`
    with noted as (
      update runs r set cadence = ${tx.json(asJson(state))}, cadence_state = 'active', updated_at = ${at}
      from (select id, cadence_state from runs where workspace_id = ${workspace.id} and id = ${runId}) before
      where r.workspace_id = ${workspace.id} and r.id = before.id returning r.lead_id, before.cadence_state as before
    )
    update leads set revision = revision + 1, updated_at = ${at}
    where workspace_id = ${workspace.id} and id in (select lead_id from noted where before <> 'active')`;
  const next = nextStep(rule, state, { ...facts, lastOutboundAt: at });
  const until = next.do === 'wait' ? next.until : new Date(at.getTime() + rule.gapMinutes * 60_000);
  comeBack(ctx, { leadId, payload: { runId }, until });
}

function comeBack(ctx: TxCtx, { until, ...timer }: Pick<NewTimer, 'leadId' | 'payload'> & { until: Date }): void {
  setTimer(ctx, { ...timer, kind: ATTEMPT_TIMER, dueAt: until });
}

/** What was never tried is not over: an address, a consent, a channel may still come. */
function isUntried({ state }: Reaching, { reason }: Extract<CadenceStep, { do: 'end' }>): boolean {
  return reason !== 'exhausted' && state.attempts.length + state.recontacts.length === 0;
}

/** Whoever lets the agent speak again, or brings what it lacked, has the cadence looked at (modules/leads/renew-cadence.ts). */
async function holdUp(ctx: TxCtx, leadId: string, { runId, state }: Reaching, rule: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`
    update runs set cadence = ${tx.json(asJson({ ...state, isHeld: true }))}, cadence_state = 'paused', updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${runId}`;
  await touchLead(ctx, leadId);
  recordAction(ctx, { leadId, type: 'system_note', summary: `Attempts to reach the lead stop: ${rule}` });
}

/** Once, before the first attempt: an operator must see that half of what was planned cannot happen here. */
function tellOfMissing(ctx: TxCtx, leadId: string, { missing, state }: Reaching): void {
  if (missing.length === 0 || state.attempts.length > 0 || state.recontacts.length > 0) return;
  const summary = `Does not try ${missing.join(', ')}: not connected here`;
  recordAction(ctx, { leadId, type: 'system_note', summary });
}
