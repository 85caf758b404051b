/** @import { ChatPageConfig, Row } from './types.d.ts' */
import { byId, make } from './elements.js';
import { dayLabel, splitLinks, timeLabel } from './text.js';

const nearEndPx = 80;
const entrance = [{ opacity: 0, transform: 'translateY(6px)' }, {}];

/** @typedef {{ retry(key: string): void, edit(row: Row): void }} Actions */

/**
 * The list of messages. An element is made once for each row and then kept, so that a reader's selection, focus and
 * place stay, and a screen reader hears a message once.
 * @param {ChatPageConfig} config
 * @param {Actions} actions
 */
export function createLog(config, actions) {
  const [log, box, latest] = [byId('log'), byId('rows'), byId('latest')];
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {Map<string, { element: HTMLElement, drawn: string }>} */
  let kept = new Map();
  let wasSettled = false;
  let isFollowing = true;

  const toEnd = () => log.scrollTo(0, log.scrollHeight);
  // Reachable by keyboard, so that the arrow keys scroll it.
  log.tabIndex = 0;
  log.addEventListener('scroll', () => {
    isFollowing = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx;
    if (isFollowing) latest.hidden = true;
  });
  latest.addEventListener('click', () => {
    toEnd();
    log.focus();
  });
  new ResizeObserver(() => isFollowing && toEnd()).observe(log);

  /**
   * @param {readonly Row[]} rows
   * @param {{ notice: string, isSettled: boolean, isTyping: boolean }} state
   * @returns {number} how many messages of the other side are new
   */
  function draw(rows, state) {
    const fresh = rows.filter(({ key }) => !kept.has(key));
    kept = new Map(
      rows.map((row) => {
        const before = kept.get(row.key);
        const drawn = JSON.stringify(row);
        const element = before?.element ?? make('div');
        if (before?.drawn !== drawn) fill(element, row, config, actions);
        return [row.key, { element, drawn }];
      }),
    );
    place(
      box,
      Array.from(kept.values(), ({ element }) => element),
    );
    if (wasSettled && !calm.matches) for (const { key } of fresh) kept.get(key)?.element.animate(entrance, 180);
    byId('notice').textContent = state.notice;
    byId('typing').hidden = !state.isTyping;
    const theirs = fresh.filter(({ author }) => author !== 'lead').length;
    if (isFollowing || !wasSettled || theirs < fresh.length) toEnd();
    else if (theirs) latest.hidden = false;
    // What was said before this visit is not read out; what comes now is.
    if (state.isSettled && !wasSettled) setTimeout(() => log.setAttribute('aria-live', 'polite'), 100);
    wasSettled = state.isSettled;
    return theirs;
  }
  return { draw };
}

/** Puts the elements in this order with as few moves as it takes. @param {Element} box @param {Element[]} elements */
function place(box, elements) {
  elements.forEach((element, at) => {
    if (box.children[at] !== element) box.insertBefore(element, box.children[at] ?? null);
  });
  while (box.children.length > elements.length) box.lastElementChild?.remove();
}

/** What is there already stays: only what stands around the words may change.
 * @param {HTMLElement} element @param {Row} row @param {ChatPageConfig} config @param {Actions} actions */
function fill(element, row, config, actions) {
  const { author, state, createdAt, startsGroup, endsGroup } = row;
  element.className = `row ${author} ${state} ${startsGroup ? 'first' : ''} ${endsGroup ? 'last' : ''}`;
  const kept = (/** @type {string} */ name) => element.querySelector(`.${name}`);
  const bubble = kept('bubble') ?? bubbleOf(row, config);
  const voice = author === 'person' ? `A person at ${config.workspace.name}` : config.agent.name;
  const parts = [bubble];
  if (row.named) parts.unshift(kept('voice') ?? make('p', 'voice', voice));
  if (row.startsDay) parts.unshift(kept('day') ?? make('p', 'day', dayLabel(createdAt, new Date())));
  if (state === 'waiting' || state === 'failed') parts.push(troubleOf(row, actions));
  place(element, parts);
}

/** @param {Row} row @param {ChatPageConfig} config */
function bubbleOf({ author, text, createdAt }, config) {
  const speaker = { lead: 'You', agent: config.agent.name, person: config.workspace.name }[author];
  const words = splitLinks(text).map((piece) => (piece.href ? linkOf(piece.text, piece.href) : piece.text));
  const label = make('span', 'unseen', `${speaker}: `);
  const meta = make('span', 'meta', timeLabel(createdAt), ...(author === 'lead' ? [make('i', 'mark')] : []));
  const bubble = make('p', 'bubble', label, ...words, meta);
  // What has a direction of its own is passed over when the browser looks for the direction of the rest.
  label.dir = meta.dir = 'ltr';
  bubble.dir = 'auto';
  return bubble;
}

/** @param {string} text @param {string} href */
function linkOf(text, href) {
  const link = make('a', '', text);
  return Object.assign(link, { href, rel: 'noreferrer nofollow', target: href.startsWith('http') ? '_blank' : '' });
}

/** @param {Row} row @param {Actions} actions */
function troubleOf(row, actions) {
  const [again, edit] = [make('button', '', 'Try again'), make('button', '', 'Edit')];
  again.addEventListener('click', () => {
    actions.retry(row.key);
    byId('log').focus();
  });
  edit.addEventListener('click', () => actions.edit(row));
  return make('div', 'trouble', row.state === 'failed' ? `Not sent. ${row.problem}` : 'Not sent yet.', again, edit);
}
