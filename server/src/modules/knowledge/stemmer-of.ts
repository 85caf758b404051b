/** Postgres's text search configurations by the language that a BCP 47 tag begins with. */
const stemmers: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  id: 'indonesian',
  it: 'italian',
  nb: 'norwegian',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

/** The configuration for a language; of one that Postgres does not know words are only compared as they are. */
export function stemmerOf(languageTag: string): string {
  return stemmers[languageTag.split('-')[0]?.toLowerCase() ?? ''] ?? 'simple';
}
