/** What may be said of a lead over any face; undefined is not said. The words are Foyer's own. */
export interface Person {
  readonly name?: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly businessName?: string;
  readonly title?: string;
  readonly website?: string;
  readonly goal?: string;
  readonly intent?: string;
  readonly timeline?: string;
  readonly score?: number;
  readonly notes?: string;
  readonly source?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Of a field that the workflow asks for, and that an item of its checklist is completed by. */
  readonly budget?: string;
  readonly tags?: readonly string[];
  readonly externalId?: string;
  /** Where it came in; over the API where nothing says otherwise. */
  readonly channel?: string;
}

/** The parts of a person that a face can write. */
export function only<K extends keyof Person>(person: Person, keys: readonly K[]): Pick<Person, K> {
  return Object.fromEntries(keys.flatMap((key) => (key in person ? [[key, person[key]]] : []))) as Pick<Person, K>;
}
