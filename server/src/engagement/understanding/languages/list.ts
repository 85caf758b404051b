/** The entries of a comma-separated list, so that long word tables stay readable. */
export function list(words: string): string[] {
  return words
    .split(',')
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter((word) => word !== '');
}

/** A table of words and their numbers: "one 1, a couple of 2". */
export function numberTable(entries: string): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(wordTable(entries)).map(([word, number]) => [word, Number(number)]));
}

/** A table of words and what they stand for: the last word of each entry. "dollars $, pounds GBP". */
export function wordTable(entries: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(entries).map((entry) => {
      const cut = entry.lastIndexOf(' ');
      return [entry.slice(0, cut), entry.slice(cut + 1)];
    }),
  );
}
