/** That a lead waits for a person, for those who can come. */
export interface PersonNeeded {
  readonly workspaceId: string;
  readonly leadId: string;
  /** As the timeline says it; may hold words of the lead. */
  readonly reason: string | null;
  readonly to: readonly Recipient[];
}

export interface Recipient {
  readonly memberId: string;
  /** An e-mail address or an https URL. */
  readonly address: string;
}

/** Something that is to be known, for those who answer for the workspace. */
export interface Notice {
  readonly workspaceId: string;
  readonly subject: string;
  readonly text: string;
  readonly to: readonly Recipient[];
}

/** Somebody who could not be told. */
export interface Unreached {
  readonly memberId: string;
  /** For the log: names no address, and nothing of the lead. */
  readonly reason: string;
  readonly isWorthRetrying: boolean;
}

/** Tells those whom it reaches, and leaves the others aside. Returns who could not be told; they are then told with the same key. */
export interface Notifier {
  readonly name: string;
  reaches(address: string): boolean;
  notify(needed: PersonNeeded, options: { readonly idempotencyKey: string }): Promise<readonly Unreached[]>;
  tell(notice: Notice, options: { readonly idempotencyKey: string }): Promise<readonly Unreached[]>;
}
