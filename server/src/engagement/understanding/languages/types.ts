import type { DialogueAct } from '../types.ts';
import type { AgentWords } from './agent-words.ts';
import type { PeopleWords } from './people-words.ts';

/** Phrases by which an act is recognised, in the notation of phrase.ts. */
export interface ActPhrases {
  /** Count only where the sentence holds nothing else but politeness. */
  readonly whole?: readonly string[];
  /** The same, and only with a question mark. */
  readonly marked?: readonly string[];
  /** Count at the beginning of a sentence. */
  readonly start?: readonly string[];
  readonly anywhere?: readonly string[];
  /** Take away a match in the same sentence. */
  readonly unless?: readonly string[];
  /** Stand in place of all these where the words were spoken: of an act by which a keyword of text messages binds. */
  readonly aloud?: Pick<ActPhrases, 'anywhere' | 'unless'>;
}

export type ActTable = Readonly<Partial<Record<DialogueAct, ActPhrases>>>;

/** How clauses begin, by what they do. */
export interface MoodPhrases {
  /** A question that wants information. */
  readonly question: readonly string[];
  /** A question where a question mark ends it. */
  readonly inverted: readonly string[];
  /** A wish worded as a question: "can you find me". */
  readonly request: readonly string[];
  /** Begin a question that may ask whether a time is free, and the words that say it does: "is 3 pm open?". */
  readonly freeStarts: readonly string[];
  readonly free: readonly string[];
  /** A suggestion: "how about". */
  readonly suggestion: readonly string[];
  /** A question for something free or fitting: "is there anything". */
  readonly availability: readonly string[];
  /** A statement that begins like a question: "what I want is". */
  readonly told: readonly string[];
  /** A relative clause, which is no question: ", who should be". */
  readonly relative: readonly string[];
  /** A plain statement after a comma. */
  readonly statement: readonly string[];
  /** Words between two clauses or before one. */
  readonly joiners: readonly string[];
  /** Questions whose negation denies nothing: "why not Tuesday?". */
  readonly rhetorical: readonly string[];
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
  /** Between the ends of a range: "5 to 7". */
  readonly rangeJoiners: readonly string[];
  /** Before a range whose joiner means something else otherwise: "between 5 and 7". */
  readonly rangeStarts: readonly string[];
  readonly approximators: readonly string[];
  /** Words before or after "one" that make it a pronoun. */
  readonly pronounBefore: readonly string[];
  readonly pronounAfter: readonly string[];
  /** Digits of a phone number said one by one, and the words that repeat the next. */
  readonly spokenDigits: Readonly<Record<string, string>>;
  readonly repeats: Readonly<Record<string, number>>;
  readonly plus: readonly string[];
  /** Endings that make digits an ordinal: "2nd". */
  readonly ordinalEndings: readonly string[];
  readonly ordinals: Readonly<Record<string, number>>;
  /** Stems of units of time, in months. */
  readonly durations: Readonly<Record<string, number>>;
  /** Before the year in which something began. */
  readonly since: readonly string[];
  /** "2 or more" in an option. */
  readonly orMore: readonly string[];
  /** "under 18" in an option. */
  readonly lessThan: readonly string[];
}

export interface NameWords {
  /** Before the speaker's own name; those in `outright` can be followed by nothing else. */
  readonly introductions: readonly string[];
  readonly outright: readonly string[];
  /** Before a name that was asked for. */
  readonly whenAsked: readonly string[];
  /** After the speaker's own name: "Ana here". */
  readonly after: readonly string[];
  /** Before the name of somebody wanted: "with Ana". */
  readonly withs: readonly string[];
  readonly particles: readonly string[];
  readonly titles: readonly string[];
  readonly notNames: readonly string[];
  /** Words of `notNames` that are names where one is said outright: "my name is April". */
  readonly sometimes: readonly string[];
  /** Endings of words that are hardly names in lower case. */
  readonly endings: readonly string[];
}

export interface PlaceWords {
  readonly prepositions: readonly string[];
  /** Prepositions that say a place only before a capital: "to", "at". */
  readonly weak: readonly string[];
  readonly articles: readonly string[];
  /** Between the preposition and the name: "the city of". */
  readonly kinds: readonly string[];
  readonly streetWords: readonly string[];
  readonly unitWords: readonly string[];
  readonly trailing: readonly string[];
  /** Inside a name: "Stratford upon Avon". */
  readonly connectors: readonly string[];
  readonly notPlaces: readonly string[];
  /** Words that are no part of a place even with a capital, such as months. */
  readonly notLater: readonly string[];
  /** Before a bare answer: "how about", "try". */
  readonly leading: readonly string[];
  /** After a bare answer: "San Jose would be good". */
  readonly following: readonly string[];
}

export interface FieldWords {
  /** Between a field's name and its value: "is", ":". */
  readonly copulas: readonly string[];
  readonly copulaMarks: string;
  /** Words of labels that tell nothing of a field. */
  readonly generic: readonly string[];
  /** After "my email is" without being the value: "wrong". */
  readonly notValues: readonly string[];
  /** Labels of the lead's own name, in full. */
  readonly ownName: readonly string[];
  readonly firstName: readonly string[];
  readonly lastName: readonly string[];
  readonly address: readonly string[];
}

export interface YesNoWords {
  readonly yes: string;
  readonly no: string;
  readonly bareYes: readonly string[];
  readonly bareNo: readonly string[];
  /** Say yes where nothing but a mark follows: "I do". */
  readonly aloneYes: readonly string[];
  /** Yes and no themselves, which beat what else the answer says. */
  readonly outright: readonly string[];
  /** Begin like an answer and are none: "no wait". */
  readonly notAnswers: readonly string[];
  /** What may stand right before and after a number that answers a yes-no question: "I am 34 years old". */
  readonly numberBefore: readonly string[];
  readonly numberAfter: readonly string[];
  /** Near a field's word they leave it open: "not sure about pets". */
  readonly undecidedBefore: readonly string[];
  readonly undecidedAfter: readonly string[];
  /** Make a word its opposite: "unfurnished". */
  readonly prefixes: readonly string[];
  /** Before a word that describes what is looked for: "one with parking". */
  readonly describing: readonly string[];
  /** After a word that is asked about: "pets allowed". */
  readonly predicates: readonly string[];
}

/** How days and times are said: each phrase is brought to the English form that the rules of time are written for. */
export interface TimeWords {
  /** Folded words and what they are in English: "lunes" is "monday". */
  readonly words: Readonly<Record<string, string>>;
  /** Folded phrases of several words, tried in order; `$1` stands for a group, a number word in it as digits. */
  readonly phrases: readonly (readonly [pattern: () => RegExp, english: string])[];
  /** Number words up to a hundred. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Everything that understanding must know of one language. A language is one folder that exports one of these. */
export interface Language {
  readonly code: string;
  /** Common words by which one sees that a text is in this language. */
  readonly marks: readonly string[];
  /** Absent in English. */
  readonly time?: TimeWords;
  readonly acts: ActTable;
  readonly moods: MoodPhrases;
  readonly numbers: NumberWords;
  readonly names: NameWords;
  readonly places: PlaceWords;
  readonly people: PeopleWords;
  readonly agent: AgentWords;
  readonly fields: FieldWords;
  readonly yesNo: YesNoWords;
  /** Politeness around an answer: "please", "hi". */
  readonly fillers: readonly string[];
  /** Around free text: "well,", "I think". */
  readonly texts: {
    readonly leading: readonly string[];
    readonly trailing: readonly string[];
    /** Before the name of a thing: "a bakery called Sweet Crumbs". */
    readonly called: readonly string[];
  };
  readonly negations: readonly string[];
  /** Negations that may stand after what they deny: "pets are not needed". */
  readonly lateNegations: readonly string[];
  /** After a "no" that denies what was said before, not what follows. */
  readonly afterNo: readonly string[];
  /** Words that end the reach of a negation. */
  readonly contrasts: readonly string[];
  readonly abbreviations: readonly string[];
  readonly stopWords: readonly string[];
  /** The key under which forms of a word are the same. */
  readonly stem: (word: string) => string;
  /** Words that mean the same when a question is matched to an answer; the first of a group stands for all. */
  readonly synonyms: readonly (readonly string[])[];
  readonly whereWords: readonly string[];
  /** Ask what an answer is needed for. */
  readonly whyWords: readonly string[];
  /** Before a month or a season in which something is to be: "in June". */
  readonly inPeriod: string;
  /** Words of the beginning and of the end of a way or a stretch of time: "from", "return". */
  readonly directions: { readonly from: readonly string[]; readonly to: readonly string[] };
  /** Words that count the same thing, the field's or the lead's: "people", "guests", "tickets". */
  readonly counted: readonly (readonly string[])[];
  readonly money: { readonly units: Readonly<Record<string, string>>; readonly upper: readonly string[] };
  readonly email: { readonly at: readonly string[]; readonly dot: readonly string[] };
  readonly lists: {
    readonly all: readonly string[];
    readonly none: readonly string[];
    readonly markers: readonly string[];
  };
  readonly slots: {
    readonly weekdays: readonly (readonly string[])[];
    /** The first of slots, which stand in order of time. */
    readonly first: readonly string[];
    readonly last: readonly string[];
    /** After an ordinal that chooses nothing: "first time". */
    readonly notAfter: readonly string[];
    readonly of: readonly string[];
    readonly chooses: readonly string[];
    /** Around the number of an item that is chosen: "I'll take 2", "2 works". */
    readonly takes: readonly string[];
    readonly taken: readonly string[];
    readonly refusals: readonly string[];
    /** Ask for times after, and before, those offered. */
    readonly later: readonly string[];
    readonly earlier: readonly string[];
  };
}
