import { expect, test } from 'vitest';
import { chatAssets } from './chat-assets.ts';
import type { ChatPageConfig } from './chat-page-config.ts';
import { renderChatPage, renderMissingPage } from './render-page.ts';

const plain: ChatPageConfig = {
  workspace: { slug: 'demo', name: 'Salon Lumière' },
  agent: { name: 'Alex', role: 'Receptionist' },
  workflow: null,
  workflows: [
    { key: 'cut', name: 'A cut' },
    { key: 'colour', name: 'Colour' },
  ],
};

test('the page names the agent, says that it is an assistant, and carries its configuration', () => {
  const html = renderChatPage(plain);
  expect(html).toContain('<title>Alex · Salon Lumière</title>');
  expect(html).toContain('AI assistant</span>');
  expect(html).toContain('Receptionist, Salon Lumière');
  expect(configIn(html)).toEqual(plain);
  expect(html).not.toContain('{{');
});

test('the line under the name says who and where, once', () => {
  const subtitle = (role: string | null) =>
    renderChatPage({ ...plain, agent: { name: 'Alex', role } }).match(/<\/h1>\s*<p>(.*?)<\/p>/u)?.[1];
  expect(subtitle('front desk')).toBe('Front desk, Salon Lumière');
  expect(subtitle('the assistant at Lumière')).toBe('The assistant at Lumière');
  expect(subtitle(null)).toBe('Salon Lumière');
});

test('no value can leave its place in the page', () => {
  const nasty = '</script><script>alert(1)</script><!--"\'&\u2028\u2029{{config}}$&';
  const config = {
    ...plain,
    workspace: { slug: nasty, name: nasty },
    agent: { name: nasty, role: nasty },
    workflows: [
      { key: nasty, name: nasty },
      { key: 'b', name: 'B' },
    ],
  };
  const html = renderChatPage(config);
  expect(configIn(html)).toEqual(config);
  expect(html.match(/<script/gu)).toHaveLength(2);
  expect(html.match(/<\/script/gu)).toHaveLength(2);
  expect(html).not.toContain('<!--');
});

test('nothing in the page is inline that its policy forbids', () => {
  const html = renderChatPage(plain);
  expect(html).not.toMatch(/\sstyle=|\son\w+=|<style|javascript:/u);
});

test('who followed a wrong link is told so, on a page with the same looks', () => {
  expect(renderMissingPage()).toContain('There is no chat at this address.');
  expect(chatAssets.some(({ path }) => renderMissingPage().includes(`href="${path}"`))).toBe(true);
});

test('workflows are offered only where there is a choice, and the present one is marked', () => {
  expect(renderChatPage({ ...plain, workflows: plain.workflows.slice(0, 1) })).not.toContain('?workflow=');
  expect(renderChatPage({ ...plain, workflow: 'colour' })).toContain(
    '<a href="?workflow=colour" aria-current="page">Colour</a>',
  );
});

test('every file that the page or one of its modules asks for is served', () => {
  const served = new Set(chatAssets.map(({ path }) => path));
  const asked = [...renderChatPage(plain).matchAll(/(?:src|href)="(\/[^"]+)"/gu)].map((match) => match[1]);
  for (const { path, body } of chatAssets) {
    for (const match of body.matchAll(/from '\.\/([^']+)'/gu)) asked.push(path.replace(/[^/]+$/u, match[1] ?? ''));
  }
  expect(asked.length).toBeGreaterThan(chatAssets.length);
  for (const path of asked) expect(served).toContain(path);
});

test('page and files together weigh less than 33 kB before compression, without comments', () => {
  const bodies = [renderChatPage(plain), ...chatAssets.map(({ body }) => body)];
  expect(Buffer.byteLength(bodies.join(''))).toBeLessThan(33_000);
  for (const { body } of chatAssets) expect(body).not.toMatch(/\/\*|^\/\/|^ /mu);
});

function configIn(html: string): unknown {
  return JSON.parse(html.match(/id="foyer-config">(.*?)<\/script>/su)?.[1] ?? '');
}
