/**
 * What was used lately, within a bound: when what was added since the last change of generations weighs half of it, the
 * generation before, but for what was used since, is forgotten.
 */
export class Recent<K, V> {
  readonly #half: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  #weight = 0;
  readonly #weigh: (value: V) => number;

  /** `most`: what all that is kept may weigh together, in the unit of `weigh`. */
  constructor(most: number, weigh: (value: V) => number) {
    this.#half = most / 2;
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    const before = this.#young.get(key);
    this.#weight += this.#weigh(value) - (before === undefined ? 0 : this.#weigh(before));
    this.#young.set(key, value);
    if (this.#weight < this.#half) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }
}
