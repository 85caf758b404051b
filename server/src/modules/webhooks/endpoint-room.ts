import type { TakenDelivery } from './take-deliveries.ts';

/** In one process. */
export const MAX_AT_ONCE = 5_000;
/** Of an endpoint, which may have two at once when it is known to fail. A workspace has at most 200 endpoints. */
export const MOST_EACH = 8;
/** As many more has an endpoint that took so many in a row, while its workspace has fewer than `MORE_BELOW` under way. */
const MORE_FOR_STEADY = 92;
const STEADY_AFTER = 20;
const MORE_BELOW = 400;
const MAX_REMEMBERED = 1_000;

type Of = Pick<TakenDelivery, 'endpointId' | 'workspaceId'>;

/** How many requests are under way to whom, so that endpoints that hang leave room for the others. */
export interface EndpointRoom {
  begin(delivery: Of): void;
  /** It was answered, or will not be: then `isDelivered` is false. */
  end(delivery: Of, isDelivered: boolean): void;
  /**
   * By endpoint how many are under way, less how many it may have beyond `MOST_EACH`. With all of its endpoints steady
   * and then hanging, a workspace holds less than half of `MAX_AT_ONCE`.
   */
  counts(): ReadonlyMap<string, number>;
}

export function createEndpointRoom(): EndpointRoom {
  const ofEndpoint = new Map<string, number>();
  const ofWorkspace = new Map<string, number>();
  /** How many an endpoint took since it last failed; of those that took something last. */
  const taken = new Map<string, { readonly workspaceId: string; readonly count: number }>();
  return {
    begin: ({ endpointId, workspaceId }) => {
      add(ofEndpoint, endpointId, 1);
      add(ofWorkspace, workspaceId, 1);
    },
    end: ({ endpointId, workspaceId }, isDelivered) => {
      add(ofEndpoint, endpointId, -1);
      add(ofWorkspace, workspaceId, -1);
      const count = Math.min(STEADY_AFTER, (taken.get(endpointId)?.count ?? 0) + 1);
      taken.delete(endpointId);
      if (!isDelivered) return;
      taken.set(endpointId, { workspaceId, count });
      const [oldest] = taken.keys();
      if (taken.size > MAX_REMEMBERED && oldest !== undefined) taken.delete(oldest);
    },
    counts: () => {
      const counts = new Map(ofEndpoint);
      for (const [id, { workspaceId, count }] of taken) {
        const hasMore = count >= STEADY_AFTER && (ofWorkspace.get(workspaceId) ?? 0) < MORE_BELOW;
        if (hasMore) add(counts, id, -MORE_FOR_STEADY);
      }
      return counts;
    },
  };
}

function add(counts: Map<string, number>, id: string, more: number): void {
  const count = (counts.get(id) ?? 0) + more;
  if (count === 0) counts.delete(id);
  else counts.set(id, count);
}
