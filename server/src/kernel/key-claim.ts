/** The key that a caller came with has changed since this process looked it up: it is to be looked up again. */
export class KeyChanged extends Error {
  constructor() {
    super('a recalled key has changed since it was looked up');
  }
}

/** What stands for no claim, where there is nothing to confirm. */
const NO_CLAIM = -1;

/**
 * That a key is still what it was when this process looked it up last. Nothing may be answered on it before a statement
 * of the request has said so (docs/adr/0047).
 */
export class KeyClaim {
  readonly #keyRevision: number;
  readonly #onConfirmed: () => void;
  #isConfirmed = false;

  /** `keyRevision`: that of the workspace's keys then. */
  constructor(keyRevision: number, onConfirmed: () => void) {
    this.#keyRevision = keyRevision;
    this.#onConfirmed = onConfirmed;
  }

  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** The revision that the database is to compare, or -1 where nothing is left to confirm. */
  static toConfirm(claim: KeyClaim | undefined): number {
    return claim === undefined || claim.#isConfirmed ? NO_CLAIM : claim.#keyRevision;
  }

  /** What the database said. Raises `KeyChanged` where it has another revision. */
  settle(isSame: boolean): void {
    if (!isSame) throw new KeyChanged();
    if (this.#isConfirmed) return;
    this.#isConfirmed = true;
    this.#onConfirmed();
  }
}
