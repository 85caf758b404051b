/** Words by which one hears what an agent asks for, suggests and reads back. In the notation of phrase.ts. */
export interface AgentWords {
  /** Name what is asked for by its kind alone: "when", "which city". */
  readonly kinds: Readonly<Record<AskedKind, readonly string[]>>;
  /** Before the noun of what is asked for by name: "which salon", "a particular dentist". */
  readonly which: readonly string[];
  /** Begin a wish to be told something: "please let me know". */
  readonly wishes: readonly string[];
  /** Read back what was understood, or say what is about to be done. */
  readonly readBack: readonly string[];
  /** Ask whether there is anything else. */
  readonly more: readonly string[];
  /** Ask whether to go on with what was found: "shall I book it?" */
  readonly goesOn: readonly string[];
  /** Say that something could not be done. */
  readonly fails: readonly string[];
  /** Right before the name of what is suggested: "how about", "called". */
  readonly before: readonly string[];
  /** Right after it: "is a", "located". */
  readonly after: readonly string[];
  /** Right before a place or an address, and so not before a name. */
  readonly places: readonly string[];
  /** Announce an address, a number or a rating: what follows is no name. */
  readonly addresses: readonly string[];
  /** Before an address: "located at", "it's at". */
  readonly located: readonly string[];
  /** Small words inside a name: "Terraces of the Bay". */
  readonly inside: readonly string[];
  /** Join two names, or two parts of one: "Fig and Clover". */
  readonly joining: readonly string[];
  /** Follow a person's name after a comma: "MD". */
  readonly titlesAfter: readonly string[];
  /** Words of a label by which a field asks what something is called. */
  readonly naming: readonly string[];
  /** Of the next ones, those that a name may begin with: "The Fork". */
  readonly mayBegin: readonly string[];
  /** Open a sentence with a capital and are no part of a name. */
  readonly openers: readonly string[];
}

export type AskedKind = 'date' | 'time' | 'place' | 'name' | 'ownName' | 'number' | 'currency' | 'email' | 'phone';
