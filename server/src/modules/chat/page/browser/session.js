/** @import { Api, ChatMessage, Conversation, Memory, PendingMessage, Session } from './types.d.ts' */

/**
 * What the page knows of its conversation; the functions below are all that changes it.
 * @param {Api} api
 * @param {Memory} memory
 * @param {() => void} changed
 * @returns {Session}
 */
export function createSession(api, memory, changed) {
  const talk = { conversation: null, messages: [], keys: new Map(), seq: 0, loaded: false, awaitingSince: 0 };
  const controllers = { stop: new AbortController(), poll: new AbortController(), sleepers: new Set() };
  const outbox = memory.outbox();
  return { api, memory, changed, ...talk, ...controllers, outbox, link: 'connecting', notice: '', closed: false };
}

/** Takes a text to be sent: it is kept, and shown, until the server has it. @param {Session} session @param {string} text */
export function say(session, text) {
  const afterSeq = session.messages.at(-1)?.seq ?? 0;
  const when = { afterSeq, createdAt: new Date().toISOString() };
  const clientMessageId = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const pending = { clientMessageId, text, ...when, state: /** @type {const} */ ('sending'), problem: '' };
  session.memory.keepPending(pending);
  session.outbox = [...session.outbox, pending];
  session.changed();
  wake(session);
}

/** Says how far a message of the outbox has come.
 * @param {Session} session @param {string} id @param {PendingMessage['state']} state */
export function mark(session, id, state, problem = '') {
  const marked = (/** @type {PendingMessage} */ pending) => ({ ...pending, state, problem });
  session.outbox = session.outbox.map((pending) => (pending.clientMessageId === id ? marked(pending) : pending));
  session.changed();
}

/** Takes a message out of the outbox. @param {Session} session @param {string} id */
export function drop(session, id) {
  session.outbox = session.outbox.filter((other) => other.clientMessageId !== id);
  session.memory.dropPending(id);
  session.changed();
}

/** Tries a message again, now. @param {Session} session @param {string} id */
export function retry(session, id) {
  mark(session, id, 'sending');
  wake(session);
}

/**
 * Takes messages in, whichever way they came.
 * @param {Session} session
 * @param {readonly ChatMessage[]} received
 * @returns {number} the greatest sequence number among them, 0 for none
 */
export function absorb(session, received) {
  const known = new Set(session.messages.map((message) => message.id));
  const fresh = received.filter((message) => !known.has(message.id));
  if (fresh.length > 0) {
    session.messages = [...session.messages, ...fresh].sort((a, b) => a.seq - b.seq);
    const isMachine = session.messages.findLast(({ author }) => author !== 'lead')?.author !== 'person';
    const isAwaited = session.loaded && isMachine && session.messages.at(-1)?.author === 'lead';
    session.awaitingSince = isAwaited ? Date.now() : 0;
    session.changed();
  }
  return Math.max(0, ...received.map((message) => message.seq));
}

/** Leaves the conversation for the one given or, with null, for a new one; what is unsent goes along.
 * @param {Session} session @param {Conversation | null} conversation */
export function reset(session, conversation) {
  session.stop.abort();
  session.stop = new AbortController();
  const outbox = session.outbox.map((pending) => ({ ...pending, afterSeq: 0 }));
  Object.assign(session, { conversation, outbox, messages: [], seq: 0, loaded: false, awaitingSince: 0 });
  session.keys.clear();
  session.changed();
}

/** Resolves after `ms`, or as soon as the session is woken or stopped.
 * @param {Session} session @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
export function pause(session, ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      session.sleepers.delete(done);
      resolve();
    }
    session.sleepers.add(done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}

/** @param {Session} session */
export function wake(session) {
  for (const done of [...session.sleepers]) done();
}
