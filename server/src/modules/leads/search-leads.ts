import { type Ctx, type Tx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { firstIdAt } from '../../kernel/times.ts';
import { type Lead, selectLeads } from './lead.ts';
import { bearsTag, type ContactFilter, hasWords, isOfAgent, isReachedBy } from './lead-filters.ts';

export interface LeadSearch extends ContactFilter {
  readonly agentId?: string | undefined;
  readonly tag?: string | undefined;
  /** In name, e-mail, business name; digits in the phone number. */
  readonly search?: string | undefined;
  readonly property?: SoughtProperty | undefined;
  readonly createdAfter?: Date | undefined;
  /** From 1. */
  readonly page: number;
  /** Leads a page, from 1. A page of 10,000 takes about a second: more are to be read in parts. */
  readonly limit: number;
}

/** A key of the metadata, or the lead's own field that a face shows under it, whose value as text is this, or is there. */
export interface SoughtProperty {
  readonly key: string;
  readonly field?:
    | 'name'
    | 'email'
    | 'phone'
    | 'businessName'
    | 'website'
    | 'source'
    | 'qualificationNotes'
    | 'lostReason';
  readonly value?: string;
}

export interface FoundLeads {
  readonly leads: Lead[];
  readonly total: number;
  readonly page: number;
  readonly limit: number;
}

/** A numbered page of the leads that fit all that is given, newest first, and how many there are in all. */
export async function searchLeads(ctx: Ctx, input: LeadSearch): Promise<FoundLeads> {
  requireScope(ctx, 'leads:read');
  const { agentId, tag, search, property, createdAfter, page, limit } = input;
  return transaction(ctx, async ({ tx, workspace, isTest }) => {
    const fitting = tx`where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
      ${isOfAgent(tx, agentId)} ${bearsTag(tx, tag)} ${hasWords(tx, search)} ${isReachedBy(tx, input, workspace.country)}
      ${hasProperty(tx, property)}
      ${createdAfter === undefined ? tx`` : tx`and l.id >= ${firstIdAt(new Date(createdAfter.getTime() + 1))}`}`;
    const [[counted], leads] = await Promise.all([
      tx<{ total: number }[]>`select count(*)::int as total from leads l ${fitting}`,
      selectLeads(tx, tx`${fitting} order by l.id desc limit ${limit} offset ${(page - 1) * limit}`),
    ]);
    return { leads, total: counted?.total ?? 0, page, limit };
  });
}

function hasProperty(tx: Tx, property: SoughtProperty | undefined): ReturnType<Tx> {
  if (property === undefined) return tx``;
  const { key, field, value } = property;
  const is = value === undefined ? tx`is not null` : tx`= ${value}`;
  const inField = field === undefined ? tx`` : tx`or l.${tx(field)} ${is}`;
  return tx`and (l.metadata ->> ${key} ${is} ${inField})`;
}
