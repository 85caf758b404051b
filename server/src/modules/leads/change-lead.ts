import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { renewHeldCadencesOf } from '../conversations/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { bookingContext } from './booking-context.ts';
import { requireKnown } from './check-references.ts';
import { writeVariables } from './check-value.ts';
import { giveToAgent } from './hand-back.ts';
import { awaitPerson, giveToPerson, stopAwaitingPerson } from './hand-over.ts';
import type { Lead } from './lead.ts';
import { toColumns } from './lead-columns.ts';
import { isSmallEnough, type LeadInput } from './lead-input.ts';
import type { LockedLead } from './lock-lead.ts';
import { tellOfNeed } from './notify.ts';
import { optIn, optOut } from './opt-out.ts';
import { followStage } from './progress.ts';
import { renewScoreAtEnd } from './renew-score.ts';
import { settleStage } from './settle-stage.ts';
import { suppressProved } from './suppress-addresses.ts';

/** What can be changed of a lead: what an input says of it, and where it stands. */
export interface Change extends LeadInput {
  readonly stage?: Lead['stage'] | undefined;
  readonly lostReason?: string | null | undefined;
  readonly needsHuman?: boolean | undefined;
  readonly needsHumanReason?: string | null | undefined;
  /** Null removes one. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

interface Changing {
  readonly leadId: string;
  /** The lead as its caller locked it. */
  readonly before: LockedLead;
  /** The verb that changes it, for the audit. */
  readonly verb: string;
  /** Where in the request the lead's fields stood. */
  readonly path?: readonly string[] | undefined;
  /** Whether form responses join those that are there, instead of taking their place. */
  readonly joins?: boolean;
}

/**
 * Writes a change of a locked lead with its effects, events, timeline and audit. Raises `invalid_input`, and `conflict`
 * booked where an appointment is to come.
 */
export async function changeLead(ctx: TxCtx, wanted: Change, changing: Changing): Promise<void> {
  const { leadId, before, verb, path = [] } = changing;
  const stage = wanted.stage && (await settleStage(ctx, wanted.stage, { leadId, before, path }));
  const change = { ...wanted, stage };
  const { needsHuman, needsHumanReason, variables } = change;
  await requireKnown(ctx, change, path);
  await changeHands(ctx, change, changing);
  await writeColumns(ctx, change, changing);
  if (stage !== undefined) await followStage(ctx, { leadId, from: before.stage, to: stage });
  await changeOptOut(ctx, change, changing);
  if (change.qualificationScore === null) renewScoreAtEnd(ctx, leadId);
  if (bringsReach(change)) await renewHeldCadencesOf(ctx, [leadId]);
  if (variables && Object.keys(variables).length > 0) {
    const { workflow, values: known } = await bookingContext(ctx, leadId, undefined);
    await writeVariables(ctx, variables, { leadId, definition: workflow?.definition, path, known });
  }
  const changed = Object.keys(change).filter((key) => Reflect.get(change, key) !== undefined);
  await Promise.all([
    recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed } }),
    stage !== undefined && stage !== before.stage
      ? recordEvent(ctx, { type: 'lead.stage_changed', leadId, data: { from: before.stage, to: stage } })
      : undefined,
    needsHuman && !before.needsHuman ? tellOfNeed(ctx, { leadId, reason: needsHumanReason ?? null }) : undefined,
    recordAction(ctx, { leadId, type: 'api_activity', summary: 'Lead updated', output: { changed } }),
    recordAudit(ctx, { verb, objectType: 'lead', objectId: leadId, changed }),
  ]);
}

/** Who answers from now on. Handing back ends the waiting for a person, unless the same change asks for one. */
async function changeHands(ctx: TxCtx, { owner, needsHuman }: Change, { leadId, before }: Changing): Promise<void> {
  if (owner === 'agent') {
    if (before.owner !== owner) await giveToAgent(ctx, { leadId });
  } else if (owner === 'person' && before.owner !== owner) {
    await giveToPerson(ctx, { leadId, isAwaited: needsHuman ?? before.needsHuman });
  } else if (needsHuman && (before.owner === 'agent' || !before.needsHuman)) {
    await awaitPerson(ctx, leadId);
  }
  if (needsHuman === false) await stopAwaitingPerson(ctx, leadId);
}

async function changeOptOut(ctx: TxCtx, { optedOut, ...change }: Change, { leadId, before }: Changing): Promise<void> {
  if (optedOut === true) return optOut(ctx, { leadId });
  if (optedOut === false) return optIn(ctx, { leadId });
  const isProof = change.emailVerified === true || change.phoneVerified === true;
  if (isProof && before.optedOutAt !== null) await suppressProved(ctx, leadId);
}

/** An address or a zone may be what attempts to reach the lead have waited for. */
function bringsReach({ phone, email, timeZone }: Change): boolean {
  return Boolean(phone || email || timeZone);
}

async function writeColumns(ctx: TxCtx, change: Change, { leadId, before, path = [], joins }: Changing): Promise<void> {
  const { stage, lostReason, needsHuman, needsHumanReason, variables: _variables, ...input } = change;
  const { metadata, formResponses } = input;
  const own = Object.entries({ stage, lostReason, needsHuman, needsHumanReason }).filter(
    ([, value]) => value !== undefined,
  );
  const read = toColumns(input, { country: ctx.workspace.country, at: ctx.at, before, path });
  const columns = { ...read, ...Object.fromEntries(own), updatedAt: ctx.at };
  const { tx } = ctx;
  const removed = Object.keys(metadata ?? {}).filter((key) => metadata?.[key] === null);
  const answers = formResponses && tx.json(asJson(formResponses));
  const [stored] = await tx<{ metadata: object; formResponses: object }[]>`
    update leads set ${tx(columns)}, revision = revision + 1
      ${metadata ? tx`, metadata = (metadata || ${tx.json(asJson(metadata))}) - ${removed}::text[]` : tx``}
      ${answers ? tx`, form_responses = ${joins ? tx`form_responses || ` : tx``} ${answers}::jsonb` : tx``}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId} returning metadata, form_responses`;
  for (const key of ['metadata', 'formResponses'] as const) {
    if (input[key] === undefined || !stored || isSmallEnough(stored[key])) continue;
    const message = 'With what is there already it would be over 65,536 characters. Remove keys that are not needed.';
    throw invalidInput(`The ${key} would be too large.`, [{ path: [...path, key], message }]);
  }
}
