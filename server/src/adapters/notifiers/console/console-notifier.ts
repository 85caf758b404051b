import type { Log } from '../../../kernel/ctx.ts';
import type { Notifier } from '../port.ts';

/** Tells the log, of whatever address: ids alone, nothing of the lead or of the members. */
export function createConsoleNotifier(log: Pick<Log, 'info'>): Notifier {
  return {
    name: 'console',
    reaches: () => true,
    notify: async ({ workspaceId, leadId, to }, { idempotencyKey: notificationId }) => {
      const memberIds = to.map(({ memberId }) => memberId);
      log.info({ workspaceId, leadId, notificationId, memberIds }, 'a lead needs a person');
      return [];
    },
    tell: async ({ workspaceId, subject, text, to }, { idempotencyKey }) => {
      const memberIds = to.map(({ memberId }) => memberId);
      log.info({ workspaceId, noticeId: idempotencyKey, memberIds, text }, subject);
      return [];
    },
  };
}
