import { type Html, html } from '../../../kernel/html.ts';
import type { Portal, PortalItem } from '../portal.ts';
import { portalAssetsPath } from './portal-assets.ts';
import { renderItem } from './render-item.ts';

/** The page needs its own host and nothing else, and its address must not be told to anybody. */
export const portalPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

export interface Refusal {
  readonly itemId: string;
  readonly message: string;
}

/** A lead's own page as HTML: what is wanted in groups, then what is done. `page` is its address. */
export function renderPortal(portal: Portal, page: string, refusal?: Refusal): string {
  const { workspace, groups, isComplete } = portal;
  const items = groups.flatMap((group) => group.items);
  const show = (item: PortalItem) =>
    renderItem(item, { page, refusal: item.id === refusal?.itemId ? refusal.message : undefined });
  const open = groups.map(({ name, items: own }) => ({ name, items: own.filter((item) => !isSettled(item)) }));
  const done = items.filter(isSettled);
  const wanted = items.filter(({ isRequired }) => isRequired);
  const count = wanted.filter(({ state }) => state !== 'open' && state !== 'invalid').length;
  return document(
    workspace.name,
    html`
<header>
  <p class="who">${workspace.name}</p>
  <h1>${isComplete ? 'Thank you, everything is here' : 'What we still need from you'}</h1>
  ${
    wanted.length > 0 &&
    html`<p class="count">${count} of ${wanted.length} done</p>
  <progress value="${count}" max="${wanted.length}" aria-label="Done"></progress>`
  }
</header>
${open
  .filter((group) => group.items.length > 0)
  .map((group) => html`<section><h2>${group.name}</h2><ul class="items">${group.items.map(show)}</ul></section>`)}
${done.length > 0 && html`<section class="done"><h2>Done</h2><ul class="items">${done.map(show)}</ul></section>`}
<footer><p>This page is for you alone: whoever has its link can see it. Only ${workspace.name} gets what you send here.</p></footer>`,
  );
}

/** What is seen instead of the page where its link opens nothing, or nothing just now. */
export function renderNotice(title: string, words: string): string {
  return document(title, html`<header><h1>${title}</h1><p>${words}</p></header>`);
}

function isSettled({ state }: PortalItem): boolean {
  return state === 'done' || state === 'not_needed';
}

function document(title: string, content: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${portalAssetsPath}/portal.css">
<script type="module" src="${portalAssetsPath}/portal.js"></script>
</head>
<body>
<p id="said" class="unseen" role="status"></p>
<main>${content}</main>
</body>
</html>`;
  return page.text;
}
