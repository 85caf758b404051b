import { createHash } from 'node:crypto';
import { Html, html } from '../../kernel/html.ts';

const style = `
:root { color-scheme: light dark; --ground: #eef2f3; --card: #fff; --ink: #1b2629; --soft: #55656a; --accent: #0f5b70; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1214; --card: #171e21; --ink: #e6edef; --soft: #9fb0b5; --accent: #7cc4d8; --on: #0b1c22; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; min-height: 100svh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { width: 100%; max-width: 28rem; padding: 2rem 1.5rem; border-radius: 1rem; background: var(--card); }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
p { color: var(--soft); }
button { width: 100%; min-height: 3rem; margin-top: 1.5rem; padding: .75rem 1rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--on); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** The page loads nothing, sends its form to itself, and its address must not be told to anybody. */
export const unsubscribePageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** The question, with its one button. The form has no address of its own: it goes where the page came from. */
export function renderQuestion(business: string): string {
  const title = `Stop messages from ${business}?`;
  return document(
    title,
    html`<h1>${title}</h1>
<p>You will get no more e-mails, texts or calls about your request. If you change your mind, write to ${business} again.</p>
<form method="post"><button type="submit">Unsubscribe</button></form>`,
  );
}

/** What is seen when it is done, or was before. */
export function renderDone(business: string): string {
  return renderNotice(
    'You are unsubscribed',
    `${business} will not contact you again. If this was a mistake, write to ${business} yourself.`,
  );
}

export function renderNotice(title: string, words: string): string {
  return document(title, html`<h1>${title}</h1><p role="status">${words}</p>`);
}

function document(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body><main>${content}</main></body>
</html>`.text;
}
