import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorkspace } from '../src/modules/workspaces/index.ts';
import { launchChromium } from './browser.ts';
import {
  answers,
  chatMeasures,
  conversationKey,
  conversationOf,
  eventually,
  focusOf,
  say,
  wordsOf,
} from './chat-page.ts';
import { startTestServer, type TestServer } from './server.ts';
import { shippedWorkflow } from './shipped-workflow.ts';

let server: TestServer;
let browser: Browser;
/** What a page threw, and what its content security policy refused. */
const faults: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const workflows = await Promise.all(['salon-appointment', 'property-viewing'].map(shippedWorkflow));
  await createWorkspace(server.context, { slug: 'demo', name: 'Demo', workflows });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  expect(faults.splice(0)).toEqual([]);
});

test('the agent greets, answers, and a reload keeps the conversation and what was being written', async () => {
  const page = await visit();
  expect(await page.textContent('h1')).toContain('AI assistant');
  await page.keyboard.type('hello');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('<b>you</b> there');
  await page.keyboard.press('Enter');
  await answers(page, 2);
  expect(await wordsOf(page, '.lead.sent')).toEqual(['hello\n<b>you</b> there']);
  expect(await focusOf(page)).toBe('text');
  await page.keyboard.type('half a sent');
  const before = await wordsOf(page, '.row');
  await page.reload();
  await answers(page, 2);
  expect(await wordsOf(page, '.row')).toEqual(before);
  expect(await page.inputValue('#text')).toBe('half a sent');
});

test('two tabs show one conversation, and leave it together', async () => {
  const page = await visit();
  const other = await visit(page.context());
  await say(page, 'from the first tab');
  await answers(page, 2);
  await answers(other, 2);
  expect(await wordsOf(other, '.row')).toEqual(await wordsOf(page, '.row'));
  const first = await conversationOf(page);
  await other.click('#menu-button');
  await other.click('#start-over');
  await other.click('dialog >> text="Start over"');
  await eventually(() => conversationOf(page)).not.toBe(first);
  await eventually(() => wordsOf(page, '.lead')).toEqual([]);
  await answers(page, 1);
});

test('everything is done by keyboard: choosing a workflow, starting over, thinking better of it', async () => {
  const page = await visit();
  const first = await conversationOf(page);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Shift+Tab', 'Shift+Tab');
  expect(await focusOf(page)).toBe('menu-button');
  await press('Enter', 'Escape', 'Enter', 'Tab', 'Tab', 'Tab');
  expect(await focusOf(page)).toBe('start-over');
  await press('Enter', 'Escape');
  expect(await focusOf(page)).toBe('menu-button');
  expect(await conversationOf(page)).toBe(first);
  await press('Enter', 'Tab', 'Tab', 'Tab', 'Enter', 'Tab', 'Enter');
  await eventually(() => conversationOf(page)).not.toBe(first);
  await eventually(() => focusOf(page)).toBe('text');
  await press('Shift+Tab', 'Shift+Tab', 'Enter', 'Tab', 'Tab', 'Enter');
  await page.waitForURL('**/chat/demo?workflow=property-viewing');
  await answers(page, 1);
  expect(await page.getAttribute('#menu a >> nth=1', 'aria-current')).toBe('page');
});

test('a message whose answer was lost is sent again and stays one message', async () => {
  const page = await visit();
  let posts = 0;
  await page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || ++posts > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await say(page, 'only once');
  await eventually(() => posts).toBe(2);
  await page.waitForSelector('.lead.sent');
  await page.reload();
  await answers(page, 2);
  expect(await wordsOf(page, '.lead')).toEqual(['only once']);
});

test('offline is said, and what was written meanwhile is sent in order on return', async () => {
  const page = await visit();
  await page.context().setOffline(true);
  await page.waitForSelector('#banner:has-text("offline")');
  await say(page, 'first');
  await say(page, 'second');
  await page.waitForSelector('.lead.waiting');
  await page.context().setOffline(false);
  await eventually(() => wordsOf(page, '.lead.sent')).toEqual(['first', 'second']);
  await eventually(() => page.textContent('#banner')).toBe('');
});

test('what is unsent survives a reload', async () => {
  const page = await visit();
  await page.route('**/messages', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 503, body: '{}' }) : route.continue(),
  );
  await say(page, 'keep me');
  await page.waitForSelector('.lead.waiting');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await eventually(() => wordsOf(page, '.lead.sent')).toEqual(['keep me']);
});

test('a token that opens nothing any more starts a new conversation, says so, and loses no words', async () => {
  const page = await visit();
  const kept = JSON.parse(await conversationOf(page));
  await page.evaluate(`localStorage['${conversationKey}'] = '${JSON.stringify({ ...kept, token: 'gone' })}'`);
  await page.reload();
  await page.waitForSelector('#notice:has-text("this is a new one")');
  await say(page, 'still there?');
  await answers(page, 2);
  expect(await wordsOf(page, '.lead.sent')).toEqual(['still there?']);
});

test('a server that is busy is left in peace for as long as it asks', async () => {
  const page = await visit();
  const posts: number[] = [];
  await page.route('**/messages', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    posts.push(Date.now());
    return posts.length > 1 ? route.continue() : route.fulfill({ status: 429, headers: { 'retry-after': '2' } });
  });
  await say(page, 'quick');
  await page.waitForSelector('.lead.sent');
  expect((posts[1] ?? 0) - (posts[0] ?? 0)).toBeGreaterThanOrEqual(1_900);
});

test('a refused message can be edited or tried again; one that is too long is not sent', async () => {
  const page = await visit();
  await page.fill('#text', 'x'.repeat(4_097));
  expect(await page.textContent('#count')).toBe('1 characters too many');
  expect(await page.isDisabled('#send')).toBe(true);
  await page.route('**/messages', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 400, body: '{"detail":"No."}' }) : route.continue(),
  );
  await say(page, 'try me');
  await page.waitForSelector('.failed >> text="Not sent. No."');
  await page.click('.failed >> text="Edit"');
  expect(await page.inputValue('#text')).toBe('try me');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.failed');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.click('.failed >> text="Try again"');
  await page.waitForSelector('.lead.sent');
});

test('it works where storage is blocked', async () => {
  const context = await browser.newContext();
  await context.addInitScript(`Object.defineProperty(window, 'localStorage', {
    get: () => { throw new DOMException('blocked', 'SecurityError'); },
  })`);
  const page = await visit(context);
  await say(page, 'hello');
  await answers(page, 2);
});

test('at 320 pixels nothing overflows or jumps on a slow phone, and what is touched is 44 pixels high', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true });
  const page = await visit(context);
  const devTools = await context.newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.tap('#text');
  // By keys: only then does the browser know that a visitor asked for the field to grow.
  await page.keyboard.type(`hello ${'long'.repeat(30)}`);
  await page.keyboard.press('Enter');
  await answers(page, 2);
  await page.click('#menu-button');
  expect(await page.evaluate(chatMeasures)).toEqual({ shift: 0, isWide: false, small: [], touched: 5 });
});

/** A page with the greeting on it, in a browser of its own or in the one given. */
async function visit(given?: BrowserContext): Promise<Page> {
  const context = given ?? (await browser.newContext({ locale: 'en-GB' }));
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) faults.push(line.text());
  });
  await page.goto(`${server.url}/chat/demo`);
  await answers(page, 1);
  return page;
}
