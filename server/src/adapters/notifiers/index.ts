import type { Log } from '../../kernel/ctx.ts';
import type { Outbound } from '../../kernel/outbound.ts';
import { createConsoleNotifier } from './console/console-notifier.ts';
import { createOutboundNotifier } from './outbound/outbound-notifier.ts';
import type { Notifier, Unreached } from './port.ts';
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
  const tellBy = async (tell: (notifier: Notifier) => Promise<readonly Unreached[]>) =>
    (await Promise.all(notifiers.map(tell))).flat();
  return {
    name: notifiers.map(({ name }) => name).join(', '),
    notify: (needed, options) => tellBy((notifier) => notifier.notify(needed, options)),
    tell: (notice, options) => tellBy((notifier) => notifier.tell(notice, options)),
  };
}
