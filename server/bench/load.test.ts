import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { toWire } from './http-client.ts';
import type { LoadPlan } from './load.ts';
import { measureLoad } from './measure.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const nobody = { serverPids: [], postgresPids: [] };

/** A second of load on a server that answers so; each request names a lead, which a right answer holds. */
async function load(answer: (request: IncomingMessage, response: ServerResponse) => void, changes?: Partial<LoadPlan>) {
  server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const plan: LoadPlan = {
    target: { host: '127.0.0.1', port },
    connections: 4,
    seconds: 1,
    request: toWire({ method: 'GET', path: '/leads/{{0}}' }),
    values: [['one'], ['two']],
    status: 200,
    marks: ['"id":"{{0}}"'],
    rate: undefined,
    ...changes,
  };
  return measureLoad(plan, nobody);
}

const leadOf = ({ url }: IncomingMessage) => JSON.stringify({ id: url?.slice('/leads/'.length) });
const answerRight = (request: IncomingMessage, response: ServerResponse) => {
  const body = leadOf(request);
  response.writeHead(200, { 'content-length': body.length }).end(body);
};

it('counts right answers, also those that come in pieces', async () => {
  const { perSecond, p50Ms } = await load((request, response) => {
    const body = leadOf(request);
    response.writeHead(200, { 'content-length': body.length }).write(body.slice(0, 3));
    setImmediate(() => response.end(body.slice(3)));
  });
  expect(perSecond).toBeGreaterThan(10);
  expect(p50Ms).toBeGreaterThan(0);
});

it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
  ['status 500', (_, response) => response.writeHead(500, { 'content-length': 0 }).end()],
  ['another body', (_, response) => response.writeHead(200, { 'content-length': 12 }).end('{"id":"six"}')],
  ['closed the connection', (request) => request.socket.destroy()],
])('has no figure where one answer was wrong: %s', async (why, answerWrong) => {
  let answers = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    ++answers === 20 ? answerWrong(request, response) : answerRight(request, response);
  await expect(load(answer)).rejects.toThrow(why);
});

it('keeps a rate, and counts from when a request was due', async () => {
  const slow = (request: IncomingMessage, response: ServerResponse) =>
    setTimeout(() => answerRight(request, response), 20);
  const kept = await load(slow, { rate: 50 });
  expect(kept.perSecond).toBeGreaterThan(10);
  expect(kept.perSecond).toBeLessThan(60);
  // Four connections of 50 answers a second each cannot keep up with 1,000: those that wait grow old.
  const behind = await load(slow, { rate: 1_000 });
  expect(behind.perSecond).toBeLessThan(250);
  expect(behind.p99Ms).toBeGreaterThan(500);
});
