import type { Ctx } from '../../http/face.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { type FoundLeads, type Lead, type LeadSearch, searchLeads } from '../../modules/leads/index.ts';
import { readPropertyFilter } from './property-filter.ts';
import { MAX_ALL, MAX_PAGE } from './request-schemas.ts';

export interface Filters {
  readonly groupName?: string | undefined;
  readonly searchTerm?: string | undefined;
  readonly propertyFilter?: string | undefined;
  readonly timeRange?: 'all' | 'last30days' | undefined;
}

const MONTH_MS = 30 * 86_400_000;

/** A page of an agent's leads that fit the filters, newest first. An empty filter is none. */
export async function findLeads(
  ctx: Ctx,
  agentId: string,
  { groupName, searchTerm, propertyFilter, timeRange }: Filters,
  wanted: Pick<LeadSearch, 'page' | 'limit' | 'whole'>,
): Promise<FoundLeads> {
  const search = {
    agentId,
    tag: groupName || undefined,
    search: searchTerm || undefined,
    anyOf: readPropertyFilter(propertyFilter),
    createdAfter: timeRange === 'last30days' ? new Date(ctx.clock.now().getTime() - MONTH_MS) : undefined,
    ...wanted,
  };
  try {
    return await searchLeads(ctx, search);
  } catch (error) {
    throw isTooMuch(error) ? namingPages(error) : error;
  }
}

/** All of them. Raises `invalid_input` where they are too many, or too large, for one answer. */
export async function findAllLeads(ctx: Ctx, agentId: string, filters: Filters = {}): Promise<Lead[]> {
  return (await findLeads(ctx, agentId, filters, { page: 1, limit: MAX_ALL, whole: true })).leads;
}

function isTooMuch(error: unknown): error is FoyerError {
  return error instanceof FoyerError && (error.reason === 'answer_too_large' || error.reason === 'too_many_leads');
}

/** The refusal with the address where the leads come by smaller pages. */
function namingPages({ reason, facts }: FoyerError): FoyerError {
  const [what, limit] =
    reason === 'answer_too_large'
      ? ['These leads are more than 20 MB together', 100]
      : [`These are ${facts.total} leads, and at most ${MAX_ALL} come at once`, MAX_PAGE];
  return invalidInput(`${what}: read them by pages from GET /v3/agents/{agentId}/leads?page=1&limit=${limit}.`);
}
