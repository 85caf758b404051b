import { explainIssue } from '../../http/explain-issue.ts';
import type { Ctx } from '../../http/face.ts';
import { toFailure } from '../../http/failure.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { type Lead, type NewLead, upsertLead, upsertLeads } from '../../modules/leads/index.ts';
import { toError } from './face.ts';
import { toEnrolment, toSummary } from './from-lead.ts';
import { type NewLeadBody, newLeadBody } from './request-schemas.ts';
import type { CreatedResponse, NexorBulkResult } from './schemas.ts';
import { toNewLead } from './to-lead.ts';

/** A lead that is known keeps what is another's: its client is told of the one it reached, not of a conflict. */
const options = { onSplit: 'keep' } as const;

/** Makes the lead, or updates the one with this external id, e-mail or phone. Raises `invalid_input`. */
export async function createOne(ctx: Ctx, body: NewLeadBody): Promise<CreatedResponse> {
  try {
    const { lead, existed } = await upsertLead(ctx, toNewLead(body), options);
    return { success: true, ...(existed && { existed }), lead: toSummary(lead), workflow_run: toEnrolment(lead) };
  } catch (error) {
    throw asFaultOfBody(error);
  }
}

/** The same for each entry of a list, in order: what is wrong with one costs the others nothing. */
export async function createMany(ctx: Ctx, entries: readonly unknown[]): Promise<CreatedResponse> {
  const read = entries.map(readEntry);
  const outcomes = await upsertLeads(
    ctx,
    read.flatMap((entry) => (entry instanceof FoyerError ? [] : [entry])),
    options,
  );
  const rest = outcomes.values();
  const results = read.map((entry, index) => {
    if (entry instanceof FoyerError) return failed(index, entry);
    const { value: outcome } = rest.next();
    if (!outcome) throw new Error('fewer leads were answered than written');
    return outcome.ok ? done(index, outcome) : failed(index, outcome.error);
  });
  const count = (fits: (result: NexorBulkResult) => boolean) => results.filter(fits).length;
  return {
    success: true,
    total: results.length,
    created: count(({ existed }) => existed === false),
    updated: count(({ existed }) => existed === true),
    failed: count(({ success }) => !success),
    results,
  };
}

function readEntry(entry: unknown): NewLead | FoyerError {
  const { data, error } = newLeadBody.safeParse(entry, { error: explainIssue });
  if (data) return toNewLead(data);
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(toStep), message }));
  return invalidInput('This lead is not valid.', issues);
}

function toStep(step: PropertyKey): string | number {
  return typeof step === 'symbol' ? step.toString() : step;
}

function done(index: number, { lead, existed }: { lead: Lead; existed: boolean }): NexorBulkResult {
  return { index, success: true, existed, lead: toSummary(lead), workflow_run: toEnrolment(lead) };
}

function failed(index: number, error: FoyerError): NexorBulkResult {
  return { index, success: false, ...toError(toFailure(asFaultOfBody(error))) };
}

/** What is missing is the workflow that the body names: nothing is wrong with the address. */
function asFaultOfBody(error: unknown): unknown {
  if (!(error instanceof FoyerError) || error.code !== 'not_found') return error;
  return invalidInput(error.message, [
    { path: ['workflow_id'], message: 'There is no such workflow in your account.' },
  ]);
}
