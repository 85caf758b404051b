const segmenters = new Map<string, Intl.Segmenter>();

/** The sentences of a text, each line for itself. `language` is a BCP 47 tag. */
export function sentencesOf(text: string, language: string): string[] {
  const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'sentence' });
  segmenters.set(language, segmenter);
  return text
    .split('\n')
    .flatMap((line) =>
      [...segmenter.segment(line)].map(({ segment }) => segment.trim()).filter((sentence) => sentence !== ''),
    );
}
