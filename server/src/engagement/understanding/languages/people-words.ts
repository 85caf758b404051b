/** Words by which people and their businesses are told apart in a pasted list, a table or a signature. */
export interface PeopleWords {
  /** What a column or a line is called, folded, by what it holds; `ignored` says what is nobody's contact point. */
  readonly labels: Readonly<Record<PersonLabel, readonly string[]>>;
  /** One or two letters before a number or an address: "T:", "e:". */
  readonly shortLabels: Readonly<Record<string, PersonLabel>>;
  /** End the name of a business: "Ltd". */
  readonly businessEndings: readonly string[];
  /** Words of a business's name that no person has: "Plumbing". */
  readonly businessWords: readonly string[];
  /** Words of a position: "manager". */
  readonly roles: readonly string[];
  /** Between a person and the business: "Ana from Acme". */
  readonly fromBusiness: readonly string[];
  /** After a name, no part of it: "PhD". */
  readonly afterName: readonly string[];
  /** Before a name at the beginning of a sentence, and no part of it: "Met Ana". */
  readonly leadIns: readonly string[];
  /** Capitalised words that look like a name and are none: "Best Regards". */
  readonly notPeople: readonly string[];
}

export type PersonLabel =
  | 'name'
  | 'givenName'
  | 'middleName'
  | 'familyName'
  | 'email'
  | 'phone'
  | 'mobile'
  | 'businessName'
  | 'title'
  | 'website'
  | 'place'
  | 'notes'
  | 'ignored';
