/** @import { ChatPageConfig, Memory, PendingMessage } from './types.d.ts' */

/**
 * @param {ChatPageConfig} config
 * @returns {Memory}
 */
export function openMemory({ workspace, workflow }) {
  const prefix = `foyer-chat/${workspace.slug}/${workflow ?? ''}/`;

  /** @param {string} name */
  function read(name) {
    try {
      return JSON.parse(localStorage[prefix + name]);
    } catch {
      return null;
    }
  }
  /** @param {string} name @param {unknown} value */
  function write(name, value) {
    try {
      localStorage[prefix + name] = JSON.stringify(value);
    } catch {
      // Blocked or full: the page goes on with what it holds itself.
    }
  }
  // Read before each write: another tab may have added its own.
  /** @returns {PendingMessage[]} */
  const outbox = () => read('outbox') ?? [];

  return {
    conversation: () => read('conversation'),
    keepConversation: (conversation) => write('conversation', conversation),
    draft: () => read('draft') ?? '',
    keepDraft: (text) => write('draft', text),
    outbox,
    keepPending: (pending) => write('outbox', [...outbox(), pending]),
    dropPending: (id) =>
      write(
        'outbox',
        outbox().filter((pending) => pending.clientMessageId !== id),
      ),
    onMoved: (listener) =>
      addEventListener('storage', ({ key }) => {
        const conversation = key === `${prefix}conversation` && read('conversation');
        if (conversation) listener(conversation);
      }),
  };
}
