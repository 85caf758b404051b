/** `; did you mean \`x\`?`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
}

/** More than there are time zones, or than a workflow may have of anything. */
const MAX_CANDIDATES = 500;

/** The candidate that was probably meant: at most a third of its letters differ, or one; undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const written = fold(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let tried = 0;
  for (const candidate of candidates) {
    tried += 1;
    if (tried > MAX_CANDIDATES) break;
    const wanted = fold(candidate);
    const limit = Math.max(1, Math.floor(wanted.length / 3));
    if (Math.abs(wanted.length - written.length) > limit) continue;
    const distance = editDistance(written, wanted);
    if (distance <= limit && distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function fold(word: string): string {
  return word
    .slice(0, 60)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
