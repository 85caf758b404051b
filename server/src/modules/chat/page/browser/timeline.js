/** @import { ChatMessage, PendingMessage, Row } from './types.d.ts' */

const groupGapMs = 5 * 60_000;

/**
 * What was said and what is still to be sent, in order, as rows to draw.
 * @param {readonly ChatMessage[]} messages in the order of `seq`
 * @param {readonly PendingMessage[]} outbox in the order they were written
 * @param {ReadonlyMap<string, string>} keys message id to the key of the element that already shows it
 * @returns {Row[]}
 */
export function buildTimeline(messages, outbox, keys) {
  const known = new Map(keys);
  const unsaid = outbox.filter((pending) => !claim(messages, pending, known));
  let voice = 'agent';
  const items = [
    ...messages.map((message) => ({
      ...message,
      key: known.get(message.id) ?? message.id,
      state: 'sent',
      problem: '',
    })),
    ...unsaid.map((pending) => ({ ...pending, key: pending.clientMessageId, author: 'lead' })),
  ];
  return items.map(({ key, author, text, createdAt, state, problem }, at) => {
    const [item, before, after] = [items[at], items[at - 1], items[at + 1]];
    const named = author !== 'lead' && author !== voice;
    if (author !== 'lead') voice = author;
    const startsDay = dayOf(before) !== dayOf(item);
    const [startsGroup, endsGroup] = [!together(before, item), !together(item, after)];
    return /** @type {Row} */ ({
      key,
      author,
      text,
      createdAt,
      state,
      problem,
      named,
      startsDay,
      startsGroup,
      endsGroup,
    });
  });
}

/**
 * The list may bring a message before its own request is answered: the pending one that says the same gives way to it.
 * @param {readonly ChatMessage[]} messages
 * @param {PendingMessage} pending
 * @param {Map<string, string>} known takes the claim
 */
function claim(messages, { state, text, afterSeq, clientMessageId }, known) {
  const match = messages.find(
    ({ id, seq, author, text: said }) => author === 'lead' && seq > afterSeq && said === text && !known.has(id),
  );
  if (!match || state === 'failed') return false;
  known.set(match.id, clientMessageId);
  return true;
}

/** @typedef {{ author: string, createdAt: string } | undefined} Item */

/** @param {Item} one @param {Item} next */
function together(one, next) {
  if (!one || !next || one.author !== next.author || dayOf(one) !== dayOf(next)) return false;
  return Math.abs(Date.parse(next.createdAt) - Date.parse(one.createdAt)) < groupGapMs;
}

/** The day where the reader is. @param {Item} item */
const dayOf = (item) => item && new Date(item.createdAt).toDateString();
