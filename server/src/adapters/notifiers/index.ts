import type { Log } from '../../kernel/ctx.ts';
import type { Outbound } from '../../kernel/outbound.ts';
import { createConsoleNotifier } from './console/console-notifier.ts';
import { createOutboundNotifier } from './outbound/outbound-notifier.ts';
import type { Notifier, Unreached } from './port.ts';

/** Every way in which this installation tells people, each of those whose address is of its kind. A new one is a folder and a line here. */
export function createNotifier(log: Pick<Log, 'info'>, outbound: Pick<Outbound, 'send'>): Notifier {
  const notifiers = [createConsoleNotifier(log), createOutboundNotifier(outbound)];
  const tellBy = async (tell: (notifier: Notifier) => Promise<readonly Unreached[]>) =>
    (await Promise.all(notifiers.map(tell))).flat();
  return {
    name: notifiers.map(({ name }) => name).join(', '),
    notify: (needed, options) => tellBy((notifier) => notifier.notify(needed, options)),
    tell: (notice, options) => tellBy((notifier) => notifier.tell(notice, options)),
  };
}
