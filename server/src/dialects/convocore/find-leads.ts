import type { Ctx } from '../../http/face.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type FoundLeads, type Lead, searchLeads } from '../../modules/leads/index.ts';
import { readPropertyFilter } from './property-filter.ts';
import { MAX_ALL } from './request-schemas.ts';

export interface Filters {
  readonly groupName?: string | undefined;
  readonly searchTerm?: string | undefined;
  readonly propertyFilter?: string | undefined;
  readonly timeRange?: 'all' | 'last30days' | undefined;
}

const MONTH_MS = 30 * 86_400_000;

/** A page of an agent's leads that fit the filters, newest first. An empty filter is none. */
export function findLeads(
  ctx: Ctx,
  agentId: string,
  { groupName, searchTerm, propertyFilter, timeRange }: Filters,
  { page, limit }: { readonly page: number; readonly limit: number },
): Promise<FoundLeads> {
  return searchLeads(ctx, {
    agentId,
    tag: groupName || undefined,
    search: searchTerm || undefined,
    property: readPropertyFilter(propertyFilter),
    createdAfter: timeRange === 'last30days' ? new Date(ctx.clock.now().getTime() - MONTH_MS) : undefined,
    page,
    limit,
  });
}

/** All of them. Raises `invalid_input` where they are too many for one answer. */
export async function findAllLeads(ctx: Ctx, agentId: string, filters: Filters = {}): Promise<Lead[]> {
  const { leads, total } = await findLeads(ctx, agentId, filters, { page: 1, limit: MAX_ALL });
  if (total > MAX_ALL) {
    throw invalidInput(
      `These are ${total} leads, and at most ${MAX_ALL} come at once: read them by pages from GET /v3/agents/{agentId}/leads?page=1&limit=1000.`,
    );
  }
  return leads;
}
