import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { transaction } from '../src/db/database.ts';
import { makeUnsubscribeLink } from '../src/modules/unsubscribe/index.ts';
import { addTenant, type TestTenant } from './api.ts';
import { launchChromium } from './browser.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: TestTenant;
let browser: Browser;
/** What a page threw, and what its content security policy refused. */
const faults: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { name: 'Acme <Loans>', shipped: ['salon-appointment'] });
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

async function visit(options: BrowserContextOptions): Promise<{ page: Page; leadId: string }> {
  const { id: leadId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const link = await transaction(tenant.ctx, (tctx) => makeUnsubscribeLink(tctx, leadId));
  const page = await (await browser.newContext(options)).newPage();
  page.on('console', (message) => faults.push(message.text()));
  await page.goto(server.url + new URL(link).pathname);
  return { page, leadId };
}

test.each([
  ['a phone', { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }],
  ['a desk', { viewport: { width: 1280, height: 800 } }],
  ['a desk in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
])('one button ends it, by keyboard alone and without scripts, on %s', async (_where, options) => {
  const { page, leadId } = await visit({ ...options, javaScriptEnabled: false });
  expect(await page.title()).toBe('Stop messages from Acme <Loans>?');
  const button = page.locator('button');
  const box = await button.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  const { width } = options.viewport;
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  expect(await page.locator('main').evaluate((main) => main.scrollWidth <= main.clientWidth)).toBe(true);
  await page.keyboard.press('Tab');
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Unsubscribe');
  await Promise.all([page.waitForURL('**/unsubscribe/**'), page.keyboard.press('Enter')]);
  await page.locator('[role=status]').waitFor();
  expect(await page.textContent('h1')).toBe('You are unsubscribed');
  expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json().optedOut).toBe(true);
});
