import type { DialogueAct } from '../types.ts';

/** Phrases by which an act is recognised, in the notation of phrase.ts. */
export interface ActPhrases {
  /** Count only where the sentence holds nothing else but politeness. */
  readonly whole?: readonly string[];
  /** Count at the beginning of a sentence. */
  readonly start?: readonly string[];
  readonly anywhere?: readonly string[];
  /** Take away a match in the same sentence. */
  readonly unless?: readonly string[];
}

export interface NumberWords {
  readonly small: Readonly<Record<string, number>>;
  readonly scales: Readonly<Record<string, number>>;
  /** Stand for a number by themselves: "a couple of", "half a dozen". */
  readonly phrases: Readonly<Record<string, number>>;
  readonly half: readonly string[];
  readonly joiners: readonly string[];
  readonly articles: readonly string[];
  readonly minus: readonly string[];
  /** "between 5 and 7", "5 to 7". */
  readonly rangeJoiners: readonly string[];
  readonly approximators: readonly string[];
  /** Words before or after "one" that make it a pronoun. */
  readonly pronounBefore: readonly string[];
  readonly pronounAfter: readonly string[];
  readonly spokenDigits: Readonly<Record<string, string>>;
}

/** Everything that understanding must know of one language. A language is one folder that exports one of these. */
export interface Language {
  readonly code: string;
  readonly acts: Readonly<Partial<Record<DialogueAct, ActPhrases>>>;
  /** Politeness around an answer: "please", "hi", "I think". */
  readonly fillers: readonly string[];
  readonly numbers: NumberWords;
  readonly ordinals: Readonly<Record<string, number>>;
  /** "last", "latest": the last of what was shown. */
  readonly lastWords: readonly string[];
  readonly weekdays: readonly (readonly string[])[];
  readonly moods: {
    /** Begin a question that wants information. */
    readonly question: readonly string[];
    /** Begin a question where a question mark ends it. */
    readonly inverted: readonly string[];
    /** Begin a wish worded as a question: "can you find me". */
    readonly request: readonly string[];
    /** Begin a suggestion: "how about". */
    readonly suggestion: readonly string[];
    /** Begin a question for something free or fitting: "is there anything". */
    readonly availability: readonly string[];
    /** Begin a relative clause, which is no question: ", who should be". */
    readonly relative: readonly string[];
    /** Begin a plain statement after a comma. */
    readonly statement: readonly string[];
    readonly joiners: readonly string[];
  };
  readonly negations: readonly string[];
  /** Words that end the reach of a negation. */
  readonly contrasts: readonly string[];
  readonly abbreviations: readonly string[];
  readonly stopWords: readonly string[];
  readonly stem: (word: string) => string;
  readonly synonyms: readonly (readonly string[])[];
  readonly names: {
    readonly introductions: readonly string[];
    readonly whenAsked: readonly string[];
    readonly after: readonly string[];
    readonly withs: readonly string[];
    readonly particles: readonly string[];
    readonly titles: readonly string[];
    readonly notNames: readonly string[];
  };
  readonly places: {
    readonly prepositions: readonly string[];
    readonly streetWords: readonly string[];
    readonly trailing: readonly string[];
    readonly connectors: readonly string[];
    readonly notPlaces: readonly string[];
    /** Prepositions that say a place only before a capital: "to", "at". */
    readonly weak: readonly string[];
  };
  readonly texts: { readonly leading: readonly string[]; readonly trailing: readonly string[] };
  readonly money: { readonly units: Readonly<Record<string, string>>; readonly upper: readonly string[] };
  readonly email: { readonly at: readonly string[]; readonly dot: readonly string[] };
  readonly labels: { readonly copulas: readonly string[]; readonly generic: readonly string[] };
  readonly yes: string;
  readonly no: string;
  /** Numbers, dates and money as they are read back, unless the country decides. */
  readonly bareYes: readonly string[];
  readonly bareNo: readonly string[];
}
