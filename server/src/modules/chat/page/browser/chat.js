/** @import { ChatPageConfig } from './types.d.ts' */
import { createApi } from './api.js';
import { createComposer } from './composer.js';
import { byId } from './elements.js';
import { hurry, runSession, startOver } from './link.js';
import { createLog } from './log.js';
import { openMemory } from './memory.js';
import { setUpMenu } from './menu.js';
import { createSession, drop, retry, say } from './session.js';
import { buildTimeline } from './timeline.js';

const typingAfterMs = 350;
const typingForMs = 15_000;
/** @type {Record<string, string>} */
const banners = {
  offline: 'You are offline. What you write is sent when you are back.',
  unreachable: 'Cannot connect. Trying again…',
  busy: 'A lot is being sent just now. Trying again shortly…',
};

/** @type {ChatPageConfig} */
const config = JSON.parse(byId('foyer-config').textContent ?? '');
const memory = openMemory(config);
const session = createSession(createApi(config), memory, queueDraw);
const composer = createComposer(memory, (text) => say(session, text));
const log = createLog(config, {
  retry: (key) => retry(session, key),
  edit: (row) => {
    drop(session, row.key);
    composer.giveBack(row.text);
  },
});
const title = document.title;
let isDrawQueued = false;
let typingTimer = 0;
let unread = 0;

setUpMenu(() => {
  startOver(session);
  composer.focus();
});
memory.onMoved((conversation) => {
  if (conversation.conversationId !== session.conversation?.conversationId) startOver(session, conversation);
});
for (const event of ['online', 'offline']) addEventListener(event, () => hurry(session));
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unread = 0;
  document.title = title;
  hurry(session);
});
keepAboveKeyboard();
queueDraw();
runSession(session);

/** Draws once for all that changes in one turn. */
function queueDraw() {
  if (!isDrawQueued) queueMicrotask(draw);
  isDrawQueued = true;
}

function draw() {
  isDrawQueued = false;
  const rows = buildTimeline(session.messages, session.outbox, session.keys);
  const added = log.draw(rows, { notice: session.notice, isSettled: session.loaded, isTyping: isTyping() });
  if (session.loaded && document.hidden && added) {
    unread += added;
    document.title = `(${unread}) ${title}`;
  }
  byId('banner').textContent = banners[session.link] ?? '';
  if (session.closed) composer.close();
}

/** Dots are shown only when an answer takes a moment, and not for ever. */
function isTyping() {
  clearTimeout(typingTimer);
  if (!session.loaded) return session.link === 'connecting' && !session.closed && !session.messages.length;
  const waitedMs = Date.now() - session.awaitingSince;
  if (session.outbox.length || waitedMs > typingForMs) return false;
  const isLate = waitedMs >= typingAfterMs;
  typingTimer = setTimeout(queueDraw, (isLate ? typingForMs + 1 : typingAfterMs) - waitedMs);
  return isLate;
}

/** Where the keyboard covers the page instead of shrinking it (iOS), the page is as high as what can be seen. */
function keepAboveKeyboard() {
  const viewport = window.visualViewport;
  viewport?.addEventListener('resize', () => {
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty('--seen', `${viewport.height}px`);
    scrollTo(0, 0);
  });
}
