/** Stretches of time in which nothing more fits, disjoint and in order. */
export interface FullRegions {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Where `capacity` or more of the intervals run at the same time. Ends are exclusive; times are epoch milliseconds. */
export function fullRegions(intervals: readonly Interval[], capacity: number): FullRegions {
  const changes = intervals
    .filter((one) => one.to > one.from)
    .flatMap((one) => [
      { at: one.from, by: 1 },
      { at: one.to, by: -1 },
    ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  const starts: number[] = [];
  const ends: number[] = [];
  let running = 0;
  for (const { at, by } of changes) {
    running += by;
    if (by === 1 && running === capacity) {
      if (ends.at(-1) === at) ends.pop();
      else starts.push(at);
    }
    if (by === -1 && running === capacity - 1) ends.push(at);
  }
  return { starts, ends };
}

/** The end of the first full region that touches [from, to), or undefined where there is room for all of it. */
export function fullUntil(regions: FullRegions, from: number, to: number): number | undefined {
  let low = 0;
  let high = regions.ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((regions.ends[middle] ?? 0) > from) high = middle;
    else low = middle + 1;
  }
  const start = regions.starts[low];
  return start !== undefined && start < to ? regions.ends[low] : undefined;
}
