import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFreePort } from '../src/find-free-port.ts';
import { launchChromium } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('a page of a local server is shown, with its script run and letters drawn', async () => {
  const html = '<title>Hello</title><p id=p style="font:40px sans-serif;display:inline-block">before</p>';
  const script = '<script>document.getElementById("p").textContent = "after"</script>';
  const server = createServer((_request, response) => response.end(html + script));
  const port = await findFreePort('127.0.0.1', 0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.textContent('#p')).toBe('after');
    const box = await page.locator('#p').boundingBox();
    expect(box?.width ?? 0).toBeGreaterThan(40);
    expect((await page.screenshot()).length).toBeGreaterThan(1_000);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
