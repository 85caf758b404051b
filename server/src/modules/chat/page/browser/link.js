/** @import { Conversation, Failure, Session } from './types.d.ts' */
import { absorb, drop, mark, pause, reset, wake } from './session.js';

const day = 86_400_000;

/** Begins or resumes the conversation and keeps it going; ends only where the chat is closed. @param {Session} session */
export async function runSession(session) {
  while (!session.closed) {
    const { signal } = session.stop;
    const kept = session.conversation ?? session.memory.conversation();
    const conversation = kept ?? (await begin(session, signal));
    if (!conversation || signal.aborted) continue;
    session.conversation = conversation;
    const ended = await Promise.race([receive(session, conversation, signal), deliver(session, conversation, signal)]);
    if (ended !== 'gone') continue;
    session.memory.keepConversation(null);
    // A server that refuses what it has just given would make a new lead at every turn.
    if (!kept && !session.loaded) close(session, '');
    else {
      session.notice = 'Your earlier conversation could not be opened any more, so this is a new one.';
      reset(session, null);
    }
  }
}

/** Leaves this conversation for a new one, or for the one given; what was not sent is dropped.
 * @param {Session} session @param {Conversation | null} conversation */
export function startOver(session, conversation = null) {
  for (const { clientMessageId } of session.outbox) drop(session, clientMessageId);
  if (!conversation) session.memory.keepConversation(null);
  session.notice = '';
  reset(session, conversation);
}

/** Asks anew at once: the network is back, or the visitor is. @param {Session} session */
export function hurry(session) {
  if (!navigator.onLine) session.link = 'offline';
  session.poll.abort();
  wake(session);
  session.changed();
}

/** Asks for a conversation until there is one; null where it was stopped or refused.
 * @param {Session} session @param {AbortSignal} signal */
async function begin(session, signal) {
  for (let failures = 1; !signal.aborted; failures++) {
    const started = await session.api.start(signal);
    if (signal.aborted) break;
    if (started.ok) {
      const { conversationId, token, messages } = started.value;
      session.memory.keepConversation({ conversationId, token });
      session.seq = absorb(session, messages);
      return { conversationId, token };
    }
    if (started.kind === 'gone' || started.kind === 'refused') return close(session, started.detail);
    await stumble(session, started, failures, signal);
  }
  return null;
}

/** @param {Session} session @param {string} why */
function close(session, why) {
  session.stop.abort();
  session.closed = true;
  session.notice = why || 'This chat is not available.';
  session.changed();
  return null;
}

/** Asks for what is new, again and again. @param {Session} session @param {Conversation} conversation
 * @param {AbortSignal} signal */
async function receive(session, conversation, signal) {
  for (let failures = 0; !signal.aborted; ) {
    session.poll = new AbortController();
    const either = AbortSignal.any([signal, session.poll.signal]);
    const askedAt = Date.now();
    const outcome = await session.api.list(conversation, session.seq, session.loaded ? 25 : 0, either);
    if (signal.aborted) break;
    if (outcome.ok) {
      failures = 0;
      session.seq = Math.max(session.seq, absorb(session, outcome.value.data));
      // A server that does not hold its answer back is not asked without a breath.
      const isHasty = session.loaded && !outcome.value.data.length && Date.now() - askedAt < 1000;
      session.loaded = true;
      session.link = 'ok';
      session.changed();
      if (isHasty) await pause(session, 1000, signal);
    } else if (outcome.kind === 'gone') return 'gone';
    else if (outcome.kind !== 'aborted') await stumble(session, outcome, ++failures, signal);
  }
  return null;
}

/** Sends what is in the outbox, one at a time and in order. @param {Session} session
 * @param {Conversation} conversation @param {AbortSignal} signal */
async function deliver(session, conversation, signal) {
  for (let failures = 0; !signal.aborted; ) {
    const next = session.outbox.find((pending) => pending.state !== 'failed');
    if (!next) {
      await pause(session, day, signal);
      continue;
    }
    const id = next.clientMessageId;
    const outcome = await session.api.send(conversation, next, signal);
    if (signal.aborted) break;
    if (outcome.ok) {
      failures = 0;
      session.link = 'ok';
      session.keys.set(outcome.value.message.id, id);
      absorb(session, [outcome.value.message]);
      drop(session, id);
    } else if (outcome.kind === 'gone') return 'gone';
    else if (outcome.kind === 'refused') mark(session, id, 'failed', outcome.detail);
    else {
      mark(session, id, 'waiting');
      await stumble(session, outcome, ++failures, signal);
    }
  }
  return null;
}

/** Says what is wrong with the link and waits: as long as the server asks, else one second, then twice as long each
 * time up to half a minute, spread so that visitors do not return in step.
 * @param {Session} session @param {Failure} failure @param {number} failures in a row @param {AbortSignal} signal */
async function stumble(session, { kind, retryAfterSeconds }, failures, signal) {
  session.link = kind;
  session.changed();
  const delayMs = Math.min(30_000, 1000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
  await pause(session, retryAfterSeconds * 1000 || delayMs, signal);
}
