import { readFileSync } from 'node:fs';
import { chatAssetsPath } from './chat-assets.ts';
import type { ChatPageConfig } from './chat-page-config.ts';

const template = readFileSync(new URL('page.html', import.meta.url), 'utf8').replace(/^ +/gmu, '');

/** What the page needs and no more: it has no inline script or style and talks to its own host only. */
export const chatPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'cache-control': 'no-cache',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/** The chat page of a workspace as HTML. Every value is escaped, so the configuration may hold any text. */
export function renderChatPage(config: ChatPageConfig): string {
  const { workspace, agent } = config;
  const values: Record<string, string> = {
    title: escapeHtml(`${agent.name} · ${workspace.name}`),
    initial: escapeHtml(Array.from(agent.name.trim())[0]?.toLocaleUpperCase() ?? ''),
    agentName: escapeHtml(agent.name),
    workspaceName: escapeHtml(workspace.name),
    subtitle: escapeHtml(subtitleOf(config)),
    workflows: workflowLinks(config),
    assets: chatAssetsPath,
    config: `<script type="application/json" id="foyer-config">${escapeJson(config)}</script>`,
  };
  // One pass, so that a value that looks like a placeholder stays as it is.
  return template.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => values[name] ?? '');
}

/** What a visitor sees who followed a wrong link. */
export function renderMissingPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No chat here</title>
<link rel="stylesheet" href="${chatAssetsPath}/chat.css">
<main class="alone"><h1>There is no chat at this address.</h1><p>Please check the link you followed.</p></main>
</html>`;
}

/** A role that says where ("the assistant at Juniper") stands alone; else the workspace's name follows it. */
function subtitleOf({ agent: { role }, workspace: { name } }: ChatPageConfig): string {
  if (!role) return name;
  const begun = role.slice(0, 1).toLocaleUpperCase() + role.slice(1);
  return / (?:at|of|for) /u.test(role) ? begun : `${begun}, ${name}`;
}

/** A choice only where there is one. */
function workflowLinks({ workflow, workflows }: ChatPageConfig): string {
  if (workflows.length < 2) return '';
  const links = workflows.map(({ key, name }) => {
    const current = key === workflow ? ' aria-current="page"' : '';
    return `<a href="?workflow=${encodeURIComponent(key)}"${current}>${escapeHtml(name)}</a>`;
  });
  return `<p>What is it about?</p>\n${links.join('\n')}\n<hr>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => `&#${char.charCodeAt(0)};`);
}

/** JSON that cannot end the script element it stands in, nor begin a comment or a string that never ends. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
