import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const conversationKey = 'foyer-chat/demo/salon-appointment/conversation';

export function eventually<T>(read: () => Promise<T> | T) {
  return expect.poll(read, { timeout: 10_000 });
}

export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

/** Waits until the agent has said so many things. */
export async function answers(page: Page, count: number): Promise<void> {
  await eventually(() => page.locator('#rows .agent').count()).toBeGreaterThanOrEqual(count);
}

/** What the bubbles say, without time and speaker, which are in elements of their own. */
export async function wordsOf(page: Page, rows: string): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('#rows ${rows} .bubble')].map((bubble) =>
    [...bubble.childNodes].filter((node) => node.nodeName !== 'SPAN').map((node) => node.textContent).join(''))`);
}

export function focusOf(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.id');
}

/** What the browser keeps of the demo workspace's conversation. */
export function conversationOf(page: Page): Promise<string> {
  return page.evaluate<string>(`localStorage['${conversationKey}']`);
}

/** Layout shift, overflow, and what is too small to touch, as an expression for the page. Shifts that a keystroke asked for, such as the field that grows with its text, are none to the reader. */
export const chatMeasures = `(async () => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const isWide = [document.documentElement, document.querySelector('#log')].some((one) => one.scrollWidth > one.clientWidth);
  const touched = [...document.querySelectorAll('button, .menu a')].filter((one) => one.offsetParent);
  const small = touched.filter((one) => one.offsetHeight < 44 || one.offsetWidth < 44).map((one) => one.innerText);
  return { shift, isWide, small, touched: touched.length };
})()`;
