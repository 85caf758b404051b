/** A member who could take a lead, in the order of the turns. */
export interface Candidate {
  readonly id: string;
  /** How many leads that are not over the member has. */
  readonly load: number;
}

/**
 * Whose turn it is, or undefined where there is nobody. `round_robin`: the next one after `lastId`, who had the last
 * turn. `least_loaded`: who has the fewest leads; of several the one whose turn comes first.
 */
export function chooseMember(
  mode: 'round_robin' | 'least_loaded',
  candidates: readonly Candidate[],
  lastId: string | null,
): string | undefined {
  const last = candidates.findIndex(({ id }) => id === lastId);
  const inTurn = [...candidates.slice(last + 1), ...candidates.slice(0, last + 1)];
  if (mode === 'round_robin') return inTurn[0]?.id;
  const least = Math.min(...inTurn.map(({ load }) => load));
  return inTurn.find(({ load }) => load === least)?.id;
}
