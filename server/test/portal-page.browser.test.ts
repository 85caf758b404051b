import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { portalWorkflow } from '../src/modules/portal/portal-workflow.fixture.ts';
import { addTenant, type TestTenant } from './api.ts';
import { launchChromium } from './browser.ts';
import { eventually, focusOf } from './chat-page.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: TestTenant;
let browser: Browser;
/** What a page threw, and what its content security policy refused. */
const faults: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { name: 'Acme <Loans>', workflows: [portalWorkflow()] });
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

const pdf = (name: string, text = '%PDF-1.7 a page') => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(text),
});
const itemOf = (page: Page, label: string) => page.locator('.item', { has: page.locator(`h3:has-text("${label}")`) });
const stateOf = (page: Page, label: string) => itemOf(page, label).getAttribute('class');

async function visit(options: BrowserContextOptions = {}): Promise<{ page: Page; leadId: string }> {
  const { id: leadId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const { url } = (await tenant.ask('POST', `/v1/leads/${leadId}/portal-link`, { body: {} })).json();
  const page = await (await browser.newContext(options)).newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('400')) faults.push(message.text());
  });
  await page.goto(server.url + new URL(url).pathname);
  return { page, leadId };
}

test.each([true, false])('answers, corrections and files go in, with scripts: %s', async (javaScriptEnabled) => {
  const { page } = await visit({ javaScriptEnabled });
  expect(await page.textContent('.who')).toBe('Acme <Loans>');
  expect(await page.textContent('.count')).toBe('0 of 3 done');
  await itemOf(page, 'EIN').locator('input').fill('12');
  await itemOf(page, 'EIN').locator('button').click();
  await eventually(() => stateOf(page, 'EIN')).toBe('item invalid');
  expect(await itemOf(page, 'EIN').locator('.problem').textContent()).toBe(
    'An EIN has nine digits, such as 12-3456789.',
  );
  expect(await itemOf(page, 'EIN').locator('input').inputValue()).toBe('12');
  await itemOf(page, 'EIN').locator('input').fill('12-3456789');
  await itemOf(page, 'EIN').locator('button').click();
  await eventually(() => stateOf(page, 'EIN')).toBe('item done');
  await itemOf(page, 'Size').locator('select').selectOption('small');
  await itemOf(page, 'Size').locator('button').click();
  await eventually(() => page.textContent('.count')).toBe('2 of 3 done');
  await itemOf(page, 'Passport')
    .locator('input')
    .setInputFiles([pdf('photo.pdf', 'MZ')]);
  await itemOf(page, 'Passport').locator('button').click();
  await eventually(() => itemOf(page, 'Passport').locator('.problem').textContent()).toContain(
    '“photo.pdf” is no document',
  );
  await itemOf(page, 'Passport')
    .locator('input')
    .setInputFiles([pdf('front.pdf'), pdf('back.pdf')].slice(0, 1));
  await itemOf(page, 'Passport').locator('button').click();
  await eventually(() => page.textContent('h1')).toBe('Thank you, everything is here');
  expect(await itemOf(page, 'Passport').locator('.files').textContent()).toContain('front.pdf');
});

test('everything is done by keyboard, and what was begun elsewhere stays', async () => {
  const { page } = await visit();
  await page.fill('.item:has-text("Note") input', 'half a wor');
  await page.focus('.item:has-text("EIN") input');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await eventually(() => stateOf(page, 'EIN')).toBe('item invalid');
  expect(await page.textContent('#said')).toContain('nine digits');
  expect(await focusOf(page)).toBe(await itemOf(page, 'EIN').locator('input').getAttribute('id'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('12-3456789');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await eventually(() => page.textContent('#said')).toBe('Saved.');
  expect(await page.inputValue('.item:has-text("Note") input')).toBe('half a wor');
});

test('several files go one after the other, and one that is refused stops no other', async () => {
  const { page, leadId } = await visit();
  const own = { label: 'Pages', fieldType: 'FILE', config: { minFiles: 2 } };
  await tenant.ask('POST', `/v1/leads/${leadId}/checklist-items`, { body: own });
  await page.reload();
  await itemOf(page, 'Pages')
    .locator('input')
    .setInputFiles([pdf('1.pdf'), pdf('bad.pdf', '#!x'), pdf('2.pdf')]);
  await itemOf(page, 'Pages').locator('button').click();
  await eventually(() => stateOf(page, 'Pages')).toBe('item done');
  expect(await itemOf(page, 'Pages').locator('.files li').count()).toBe(2);
  expect(await itemOf(page, 'Pages').locator('.problem').textContent()).toContain('“bad.pdf”');
});

test('a lost connection is said, and nothing is lost by it', async () => {
  const { page } = await visit();
  await page.route('**/v1/portal/**', (route) => route.abort());
  await itemOf(page, 'EIN').locator('input').fill('12-3456789');
  await itemOf(page, 'EIN').locator('button').click();
  await eventually(() => page.textContent('#said')).toContain('Check your connection');
  faults.splice(0);
  await page.unrouteAll();
  await itemOf(page, 'EIN').locator('button').click();
  await eventually(() => stateOf(page, 'EIN')).toBe('item done');
});

test.each([320, 390, 1280])('nothing is cut or too small to touch at %i pixels', async (width) => {
  const { page } = await visit({ viewport: { width, height: 800 }, hasTouch: width < 500 });
  const measured = await page.evaluate<{ isWide: boolean; small: string[] }>(`({
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    small: [...document.querySelectorAll('button, input, select, summary')]
      .filter((one) => one.offsetHeight < 44).map((one) => one.outerHTML),
  })`);
  expect(measured).toEqual({ isWide: false, small: [] });
});

test('tells nobody where it is, and opens nothing with a wrong link', async () => {
  const { page } = await visit();
  const response = await page.reload();
  expect(response?.headers()).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'content-security-policy': expect.stringContaining("script-src 'self'"),
  });
  const wrong = await fetch(`${page.url()}x`);
  const text = await wrong.text();
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  expect(text).toContain('This link does not open anything any more');
});
