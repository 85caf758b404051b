import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './browser.ts';

const LINES = [
  "Hi! I'd like highlights with Chloe, next Friday afternoon. Is there parking?",
  "No, I'm 34, and it's my first visit.",
  "I'm Sofia Marin, 415 555 0142, sofia@example.com",
  'The second one please',
];
const PICTURES: Readonly<Record<string, BrowserContextOptions>> = {
  'chat.png': { viewport: { width: 640, height: 1160 }, deviceScaleFactor: 1.2 },
  'chat-phone.png': { viewport: { width: 360, height: 640 }, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true },
};
const START_MS = 60_000;

/**
 * Starts the product with new data, talks to its agent in a browser until an appointment is booked, and writes a
 * picture of the conversation for each size into `folder`. Raises where the agent does not come to a booking.
 */
export async function takePictures(folder: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-pictures-'));
  // As root the database has a user of its own, which must be able to enter.
  await chmod(dataDir, 0o711);
  const product = startProduct(dataDir);
  let browser: Browser | undefined;
  try {
    const chat = await chatAddress(product);
    browser = await launchChromium();
    for (const [name, options] of Object.entries(PICTURES)) {
      await takePicture(browser, options, chat, join(folder, name));
    }
  } finally {
    await browser?.close();
    await end(product);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function takePicture(browser: Browser, options: BrowserContextOptions, chat: string, path: string) {
  const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light', ...options });
  const page = await context.newPage();
  await page.goto(chat);
  await untilAnswers(page, 1);
  for (const [index, line] of LINES.entries()) {
    await page.fill('#text', line);
    await page.keyboard.press('Enter');
    await untilAnswers(page, index + 2);
  }
  const last = await page.locator('#rows .agent').last().textContent();
  if (!last?.includes('You are booked')) throw new Error(`No booking came of it; the agent said: ${last}`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  await context.close();
}

async function untilAnswers(page: Page, count: number): Promise<void> {
  await page
    .locator('#rows .agent')
    .nth(count - 1)
    .waitFor();
}

function startProduct(dataDir: string): ChildProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  // The port is any that is free; the links in the picture show the usual one.
  const settings = { FOYER_DATA_DIR: dataDir, PORT: '0', PUBLIC_URL: 'http://127.0.0.1:3000', LOG_LEVEL: 'warn' };
  return spawn(process.execPath, [main], {
    env: { ...process.env, ...settings, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Where the chat is, read from the line that the start prints for curl: it has the port. */
function chatAddress(product: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const refuse = () => reject(new Error(`The product did not start. It said: ${output}`));
    const timer = setTimeout(refuse, START_MS);
    product.once('error', reject);
    product.once('exit', refuse);
    product.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /curl .*(http:\/\/\S+)\/v1\/leads/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(`${found}/chat/demo`);
    });
  });
}

async function end(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.signalCode !== null) return;
  const ended = new Promise((resolve) => product.once('exit', resolve));
  product.kill('SIGTERM');
  await ended;
}
