/** Somebody found in a text, with an e-mail address or a phone number at least. */
export interface FoundPerson {
  readonly name?: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  /** In lower case. */
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
  readonly businessName?: string;
  readonly title?: string;
  readonly website?: string;
  readonly place?: string;
  readonly notes?: string;
  /** Columns of a table that have no field, by their heading, and further addresses and numbers. */
  readonly other: Readonly<Record<string, string>>;
}

export type ItemKind =
  | 'name'
  | 'givenName'
  | 'middleName'
  | 'familyName'
  | 'email'
  | 'phone'
  | 'businessName'
  | 'title'
  | 'website'
  | 'place'
  | 'notes';

/** A piece of a line and what it tells of a person. */
export interface Item {
  readonly kind: ItemKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Its label said what it is: "Company: Acme". */
  readonly labelled: boolean;
  /** One capitalised word: a name only where nothing better is there. */
  readonly weak?: boolean;
  /** Its label said that it rings in a pocket. */
  readonly mobile?: boolean;
}

export function isContact({ kind }: Pick<Item, 'kind'>): boolean {
  return kind === 'email' || kind === 'phone';
}
