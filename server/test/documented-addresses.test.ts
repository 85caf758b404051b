import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.stop());

const HERE = 'http://127.0.0.1:3000';
const ID = '01890000-0000-7000-8000-000000000000';

const text = await readFile(new URL('../../docs/dialects.md', import.meta.url), 'utf8');
const addresses = text.split('\n').flatMap(addressesIn);

interface Address {
  readonly method: string;
  readonly path: string;
}

/** What stands between backticks and is a path: with the line's base URL before it, unless it has a face's prefix. */
function addressesIn(line: string): Address[] {
  const [, base = ''] = line.match(new RegExp(`\`${HERE}(/[^\`]*)\``)) ?? [];
  const spans = [...line.matchAll(/`(?:(GET|POST|PUT|PATCH|DELETE) )?(\/[^`\s]+)`/g)];
  return spans
    .filter(([, , path]) => path !== '/v1/agents')
    .map(([, method = 'GET', path = '']) => {
      const whole = /^\/(coachbot|omni|nexor|vorel|convocore)\//.test(path) ? path : base + path;
      return { method, path: whole.replaceAll(/:\w+|\{\w+\}|<\w+>/g, ID) };
    });
}

it('finds them', () => {
  expect(addresses.length).toBeGreaterThan(20);
  expect(addresses).toContainEqual({ method: 'GET', path: `/nexor/api/public/hooks/${ID}` });
});

it.each(addresses)('$method $path is an address of ours', async ({ method, path }) => {
  const response = await fetch(server.url + path, { method });
  // Without a key, and with a method that the page does not name: anything but that there is nothing here.
  expect(path.endsWith('/openapi.json') ? [200] : [401, 405]).toContain(response.status);
});
