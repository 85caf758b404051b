import { hashKey } from '../kernel/key-format.ts';
import { Recent } from '../kernel/recent.ts';
import { isOver, isPlausible, type KeyHolder } from './authenticate.ts';

/** What a process remembers of the keys that were used lately: found by the hash of the secret, which is not kept. */
export interface RecalledKeys {
  /** Who holds this secret as the database has just said; null where nobody does. */
  keep(secret: string, holder: KeyHolder | null): void;
  /** Who held it when it was looked up last and it has not expired since. Whether it is so still nobody has said. */
  recall(secret: string, at: Date): KeyHolder | undefined;
}

const MOST_KEYS = 10_000;

export function createRecalledKeys(): RecalledKeys {
  const known = new Recent<string, KeyHolder | null>(MOST_KEYS, () => 1);
  const placeOf = (secret: string) => hashKey(secret).toString('latin1');
  return {
    keep: (secret, holder) => {
      const place = placeOf(secret);
      // Of what never was a key nothing is kept: there is no end of it.
      if (holder || known.get(place)) known.set(place, holder);
    },
    recall: (secret, at) => {
      const holder = isPlausible(secret) ? known.get(placeOf(secret)) : undefined;
      return holder && !isOver(holder, at) ? holder : undefined;
    },
  };
}
