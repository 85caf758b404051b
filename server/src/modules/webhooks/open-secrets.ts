import type { Secrets } from '../../kernel/secrets.ts';
import { placeOf } from './endpoint.ts';
import type { TakenDelivery } from './take-deliveries.ts';

const MAX_KEPT = 1_000;

/** What deliveries are signed and sent with, opened once for many deliveries of an endpoint. */
export interface OpenSecrets {
  /** The secret in use, then one that is still valid during rotation. */
  secretsOf(delivery: TakenDelivery, at: Date): string[];
  headersOf(delivery: TakenDelivery): Readonly<Record<string, string>>;
}

export function createOpenSecrets(secrets: Pick<Secrets, 'open'>): OpenSecrets {
  const kept = new Map<string, string>();
  const open = ({ workspaceId, endpointId }: TakenDelivery, sealed: string) => {
    const place = placeOf(workspaceId, endpointId);
    const key = `${place} ${sealed}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const opened = secrets.open(sealed, place);
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, opened);
    return opened;
  };
  return {
    secretsOf: (delivery, at) => {
      const { secret, oldSecret, oldSecretUntil } = delivery;
      const isOldValid = oldSecretUntil !== null && oldSecretUntil > at;
      return [secret, isOldValid ? oldSecret : null].flatMap((sealed) =>
        sealed === null ? [] : [open(delivery, sealed)],
      );
    },
    headersOf: (delivery) => (delivery.headers === null ? {} : JSON.parse(open(delivery, delivery.headers))),
  };
}
