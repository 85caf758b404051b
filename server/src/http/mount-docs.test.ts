import { gunzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../test/browser.ts';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { mountDocs } from './mount-docs.ts';
import { buildOpenApi } from './openapi/build-openapi.ts';
import { sampleOperations } from './openapi/sample-operations.fixture.ts';

let http: TestHttp;
let served: TestApp;
let url: string;
beforeAll(async () => {
  http = await startTestHttp();
  served = await http.serve(sampleOperations, {
    mountMore: (app) => mountDocs(app, () => buildOpenApi(sampleOperations, { title: 'Foyer', version: '1.2.3' })),
  });
  url = await served.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.close());

test('the document is served with an ETag', async () => {
  const response = await served.app.inject('/openapi.json');
  expect(response.json()).toMatchObject({ openapi: '3.1.0', info: { title: 'Foyer', version: '1.2.3' } });
  expect((await new Validator().validate(response.json())).valid).toBe(true);
  const headers = { 'if-none-match': String(response.headers.etag) };
  expect((await served.app.inject({ url: '/openapi.json', headers })).statusCode).toBe(304);
});

test('the reference is a program, packed', async () => {
  const response = await served.app.inject('/docs/reference.js');
  expect(response.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
  });
  expect(gunzipSync(response.rawPayload).length).toBeGreaterThan(1_000_000);
});

test('in a browser the page shows the operations, asks nobody but this server, and breaks no policy', async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${url}/docs`);
    await page.getByText('Write a note').first().waitFor();
    const foreign = asked.filter((each) => !each.startsWith(`${url}/`) && !/^(data|blob):/.test(each));
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
