import type { Outbound } from '../../../kernel/outbound.ts';
import type { Notifier, Recipient, Unreached } from '../port.ts';

const TIMEOUT_MS = 10_000;

/** Posts JSON to those whose address is an https URL. */
export function createOutboundNotifier(
  outbound: Pick<Outbound, 'send'>,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Notifier {
  const post = async (
    { memberId, address: url }: Recipient,
    told: object,
    idempotencyKey: string,
  ): Promise<Unreached[]> => {
    const result = await outbound.send({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Foyer',
        'idempotency-key': `${idempotencyKey} ${memberId}`,
      },
      body: JSON.stringify({ ...told, memberId }),
      timeoutMs,
      maxAnswerBytes: 1_000,
    });
    if (result.outcome !== 'answered') {
      return [{ memberId, reason: result.reason, isWorthRetrying: result.isWorthRetrying }];
    }
    const { status } = result;
    if (status >= 200 && status < 300) return [];
    return [{ memberId, reason: `The answer was ${status}.`, isWorthRetrying: status >= 500 || status === 429 }];
  };
  const postAll = async (to: readonly Recipient[], told: object, idempotencyKey: string) =>
    (
      await Promise.all(to.filter(({ address }) => isUrl(address)).map((one) => post(one, told, idempotencyKey)))
    ).flat();
  return {
    name: 'https',
    reaches: isUrl,
    notify: ({ to, ...needed }, options) =>
      postAll(to, { type: 'lead.needs_human', ...needed }, options.idempotencyKey),
    tell: ({ to, ...notice }, options) => postAll(to, { type: 'notice', ...notice }, options.idempotencyKey),
  };
}

function isUrl(address: string): boolean {
  return /^https:/i.test(address);
}
