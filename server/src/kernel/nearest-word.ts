/** The word most like `text`, if any is like enough to be what was meant. */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(text.length / 3));
  const ranked = words
    .map((word) => ({ word, distance: editDistance(text.toUpperCase(), word.toUpperCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= most ? best.word : undefined;
}

/** Levenshtein's distance: how many letters must be put in, left out or replaced. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const changed = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current.push(Math.min(replaced, changed));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
