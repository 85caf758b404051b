import { type Ctx, type Tx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { firstIdAt } from '../../kernel/times.ts';
import type { Lead } from './lead.ts';
import { bearsTag, type ContactFilter, hasWords, isOfAgent, isReachedBy } from './lead-filters.ts';
import { readInParts } from './read-in-parts.ts';

export interface LeadSearch extends ContactFilter {
  readonly agentId?: string | undefined;
  readonly tag?: string | undefined;
  /** In name, e-mail, business name; digits in the phone number. */
  readonly search?: string | undefined;
  /** At least one is met, where there are any. */
  readonly anyOf?: readonly LeadCondition[] | undefined;
  readonly createdAfter?: Date | undefined;
  /** From 1. */
  readonly page: number;
  /** Leads a page, from 1. A page of 10,000 takes about a second. */
  readonly limit: number;
  /** All that fit or none: where they are more than `limit` nothing is read. */
  readonly whole?: boolean;
}

/** A field of the lead, or a key of its metadata, whose value as text is this one; without a value: which has any. */
export type LeadCondition = { readonly value?: string } & (
  | { readonly field: SearchedField }
  | { readonly metadataKey: string }
);
type SearchedField =
  | 'name'
  | 'email'
  | 'phone'
  | 'businessName'
  | 'website'
  | 'source'
  | 'qualificationNotes'
  | 'lostReason';

export interface FoundLeads {
  readonly leads: Lead[];
  readonly total: number;
  readonly page: number;
  readonly limit: number;
}

/**
 * A numbered page of the leads that fit all that is given, newest first, and how many there are in all. Raises
 * `invalid_input` where they are too large for one answer (`answer_too_large`), or with `whole` more than `limit`
 * (`too_many_leads`).
 */
export async function searchLeads(ctx: Ctx, input: LeadSearch): Promise<FoundLeads> {
  requireScope(ctx, 'leads:read');
  const { page, limit, whole = false } = input;
  return transaction(ctx, async (tctx) => {
    const { ids, total } = await findPage(tctx, input);
    if (whole && total > limit) {
      const reason = { reason: 'too_many_leads', facts: { total, limit } };
      throw new FoyerError('invalid_input', `These are ${total} leads. At most ${limit} come at once.`, reason);
    }
    return { leads: await readInParts(tctx, ids), total, page, limit };
  });
}

/**
 * The ids alone, so that what a lead shows is read for this page and not for those before it; counted in the same pass,
 * as words and properties are looked for in every lead. Of 200,000: no filter 110 ms, a tag that 100 bear 3, a tag of
 * half of them 160, words 180, a property 105, the 3,900th page 130.
 */
async function findPage(
  { tx, workspace, isTest }: TxCtx,
  input: LeadSearch,
): Promise<{ ids: string[]; total: number }> {
  const { agentId, tag, search, anyOf, createdAfter, page, limit } = input;
  const [found] = await tx<{ ids: string[]; total: number }[]>`
    with fitting as materialized (
      select l.id from leads l
      where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
        ${isOfAgent(tx, agentId)} ${bearsTag(tx, tag)} ${hasWords(tx, search)} ${isReachedBy(tx, input, workspace.country)}
        ${meetsAny(tx, anyOf)}
        ${createdAfter === undefined ? tx`` : tx`and l.id >= ${firstIdAt(new Date(createdAfter.getTime() + 1))}`}
    )
    select (select count(*)::int from fitting) as total,
      array(select id from fitting order by id desc limit ${limit} offset ${(page - 1) * limit}) as ids`;
  return found ?? { ids: [], total: 0 };
}

function meetsAny(tx: Tx, conditions: readonly LeadCondition[] | undefined): ReturnType<Tx> {
  const [first, ...more] = (conditions ?? []).map((condition) => {
    const held = 'field' in condition ? tx`l.${tx(condition.field)}` : tx`l.metadata ->> ${condition.metadataKey}`;
    return condition.value === undefined ? tx`${held} is not null` : tx`${held} = ${condition.value}`;
  });
  return first === undefined ? tx`` : tx`and (${more.reduce((all, one) => tx`${all} or ${one}`, first)})`;
}
