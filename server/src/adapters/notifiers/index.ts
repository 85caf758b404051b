import type { Log } from '../../kernel/ctx.ts';
import type { Outbound } from '../../kernel/outbound.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import { createConsoleNotifier } from './console/console-notifier.ts';
import { createOutboundNotifier } from './outbound/outbound-notifier.ts';
import type { Notifier, Recipient, Unreached } from './port.ts';
import { createSmtpNotifier, type SmtpNotifierOptions } from './smtp/smtp-notifier.ts';

export interface NotifierParts {
  readonly log: Pick<Log, 'info'>;
  readonly outbound: Pick<Outbound, 'send'>;
  /** Where the installation sends no mail, those with an e-mail address are in the log alone. */
  readonly mail: SmtpNotifierOptions | undefined;
}

/** Every way in which this installation tells people, each of those whose address is of its kind. A new one is a folder and a line here. */
export function createNotifier({ log, outbound, mail }: NotifierParts): Notifier {
  const notifiers = [
    createConsoleNotifier(log),
    createOutboundNotifier(outbound),
    ...(mail ? [createSmtpNotifier(mail)] : []),
  ];
  const tellBy = async (to: readonly Recipient[], tell: (notifier: Notifier) => Promise<readonly Unreached[]>) =>
    (
      await Promise.all(notifiers.map((notifier) => tell(notifier).catch((error) => nobodyOf(notifier, to, error))))
    ).flat();
  return {
    name: notifiers.map(({ name }) => name).join(', '),
    reaches: (address) => notifiers.some((notifier) => notifier.reaches(address)),
    notify: (needed, options) => tellBy(needed.to, (notifier) => notifier.notify(needed, options)),
    tell: (notice, options) => tellBy(notice.to, (notifier) => notifier.tell(notice, options)),
  };
}

/** What is broken itself has told nobody, and is given up like an address that cannot be reached. */
function nobodyOf(notifier: Notifier, to: readonly Recipient[], error: unknown): Unreached[] {
  const meant = to.filter(({ address }) => notifier.reaches(address));
  return meant.map(({ memberId }) => ({ memberId, reason: reasonOf(error), isWorthRetrying: true }));
}
