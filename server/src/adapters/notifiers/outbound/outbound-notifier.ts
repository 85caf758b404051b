import type { Outbound } from '../../../kernel/outbound.ts';
import type { Notifier, Recipient } from '../port.ts';

const TIMEOUT_MS = 10_000;

/**
 * Tells all by `rest`, and posts JSON to those whose address is an https URL. Raises where one of these could not be told
 * for now: all are told again then, under the same key. One that can never be reached, or refuses, is let be.
 */
export function createOutboundNotifier(outbound: Pick<Outbound, 'send'>, rest: Notifier): Notifier {
  const post = async ({ memberId, address: url }: Recipient, told: object, idempotencyKey: string) => {
    const result = await outbound.send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Foyer',
        'idempotency-key': `${idempotencyKey} ${memberId}`,
      },
      body: JSON.stringify({ ...told, memberId }),
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: 1_000,
    });
    if (result.outcome !== 'answered') return result.isWorthRetrying ? result.reason : undefined;
    return result.status >= 500 || result.status === 429 ? `The answer was ${result.status}.` : undefined;
  };
  const tellAll = async (to: readonly Recipient[], told: object, idempotencyKey: string) => {
    const failures = await Promise.all(to.filter(isUrl).map((one) => post(one, told, idempotencyKey)));
    const failure = failures.find((one) => one !== undefined);
    if (failure !== undefined) throw new Error(`A member's address could not be reached: ${failure}`);
  };
  return {
    name: `https and ${rest.name}`,
    notify: async ({ to, ...needed }, options) => {
      await rest.notify({ to, ...needed }, options);
      await tellAll(to, { type: 'lead.needs_human', ...needed }, options.idempotencyKey);
    },
    tell: async ({ to, ...notice }, options) => {
      await rest.tell({ to, ...notice }, options);
      await tellAll(to, { type: 'notice', ...notice }, options.idempotencyKey);
    },
  };
}

function isUrl({ address }: Recipient): boolean {
  return address.startsWith('https://');
}
