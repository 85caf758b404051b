import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { testCertificate } from '../../../../test/certificate.ts';
import type { OutboundRequest } from '../../../kernel/outbound.ts';
import { createGuardedOutbound, type GuardedOutboundOptions } from './guarded-outbound.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function outbound(options: Partial<GuardedOutboundOptions> = {}) {
  const made = createGuardedOutbound({ allow: ['127.0.0.1'], ...options });
  open.push(made.close);
  return made;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

const serve = (handle: RequestListener) => listen(http.createServer(handle));

const post = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"a":"ä"}',
  timeoutMs: 5_000,
  maxAnswerBytes: 1_000,
  ...more,
});

async function echo(request: IncomingMessage, response: ServerResponse) {
  let body = '';
  for await (const piece of request) body += piece;
  const { host, connection } = request.headers;
  response.setHeader('X-Seen', 'yes');
  response.end(JSON.stringify({ method: request.method, url: request.url, host, connection, body }));
}

describe('an address that may be asked', () => {
  it('gets the request, and the answer comes back', async () => {
    const port = await serve(echo);
    const headers = { host: 'evil.example', 'Content-Length': '3', 'Transfer-Encoding': 'chunked' };
    const result = await outbound().send(post(`http://127.0.0.1:${port}/a?b=c`, { headers }));
    expect(result).toMatchObject({ outcome: 'answered', status: 200, isCut: false, durationMs: expect.any(Number) });
    if (result.outcome !== 'answered') throw new Error(result.reason);
    expect(result.headers['x-seen']).toBe('yes');
    expect(JSON.parse(result.body)).toEqual({
      method: 'POST',
      url: '/a?b=c',
      host: `127.0.0.1:${port}`,
      connection: 'keep-alive',
      body: '{"a":"ä"}',
    });
  });

  it('is not followed to where it redirects', async () => {
    let asked = 0;
    const inside = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    const port = await serve((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${inside}/` }).end();
    });
    const result = await outbound().send(post(`http://127.0.0.1:${port}/`));
    expect(result).toMatchObject({ outcome: 'answered', status: 307 });
    expect(asked).toBe(0);
  });

  it('is read to the bound and no further', async () => {
    const port = await serve((_request, response) => {
      response.write('x'.repeat(5_000));
    });
    const result = await outbound().send(post(`http://127.0.0.1:${port}/`));
    expect(result).toMatchObject({ outcome: 'answered', isCut: true, body: 'x'.repeat(1_000) });
  });

  it('has its time, whether it says nothing or never ends', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/slow') response.write('a');
    });
    for (const path of ['silent', 'slow']) {
      const result = await outbound().send(post(`http://127.0.0.1:${port}/${path}`, { timeoutMs: 50 }));
      expect(result).toMatchObject({ outcome: 'timed_out', isWorthRetrying: true, reason: 'No answer within 0.05 s.' });
    }
  });

  it('may refuse, break off or speak another language: that is said, and worth another try', async () => {
    const gone = await serve(echo);
    await open.pop()?.();
    const broken = await serve((request) => request.socket.destroy());
    const strange = await listen(createServer((socket) => socket.resume().end('220 mail.example.com ESMTP\r\n')));
    const reasons: string[] = [];
    for (const port of [gone, broken, strange]) {
      const result = await outbound().send(post(`http://127.0.0.1:${port}/`));
      expect(result).toMatchObject({ outcome: 'failed', isWorthRetrying: true, mayHaveArrived: port !== gone });
      if (result.outcome !== 'answered') reasons.push(result.reason);
    }
    expect(reasons).toEqual([
      'The connection was refused.',
      'The connection was cut before an answer came.',
      'What came back is no answer of HTTP.',
    ]);
  });

  it('is asked once more where a kept connection has just ended', async () => {
    let served = 0;
    const server = http.createServer((request, response) => {
      served += 1;
      // The second request comes on the first one's connection, which ends under it.
      if (served === 2) request.socket.resetAndDestroy();
      else response.end(String(served));
    });
    const port = await listen(server);
    const client = outbound();
    const first = await client.send(post(`http://127.0.0.1:${port}/`));
    const second = await client.send(post(`http://127.0.0.1:${port}/`));
    expect([first, second]).toMatchObject([{ body: '1' }, { body: '3' }]);
  });

  it('gets no header that would be two', async () => {
    const result = await outbound().send(post('http://127.0.0.1:9/', { headers: { 'x-a': 'b\r\nx-c: d' } }));
    expect(result).toMatchObject({ outcome: 'failed', isWorthRetrying: false });
  });
});

describe('an address inside', () => {
  it.each([
    'http://127.0.0.1',
    'https://127.0.0.1',
    'https://2130706433',
    'https://[::ffff:127.0.0.1]',
    'https://localhost',
  ])('%s is not connected to', async (origin) => {
    let connections = 0;
    const port = await listen(
      createServer(() => {
        connections += 1;
      }),
    );
    const result = await outbound({ allow: [] }).send(post(`${origin}:${port}/`));
    expect(result).toMatchObject({ outcome: 'refused', isWorthRetrying: false });
    expect(connections).toBe(0);
  });

  it('is not connected to behind a name, alone or beside a public address', async () => {
    let connections = 0;
    const port = await listen(
      createServer(() => {
        connections += 1;
      }),
    );
    for (const addresses of [['127.0.0.1'], ['::ffff:7f00:1'], ['8.8.8.8', '127.0.0.1']]) {
      const client = outbound({ allow: [], resolve: async () => addresses });
      const result = await client.send(post(`https://hooks.example.com:${port}/`));
      expect(result).toMatchObject({ outcome: 'refused', isWorthRetrying: true });
    }
    expect(connections).toBe(0);
  });

  it('is not reached by a name that changes: what was judged is what is connected to', async () => {
    const { host, cert, key } = testCertificate;
    const seen: string[] = [];
    const server = https.createServer({ cert, key }, (request, response) => {
      seen.push(`${request.headers.host}`);
      response.end('in');
    });
    const port = await listen(server);
    let asked = 0;
    // The name's first answer may be asked; every later one is another machine's.
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
    const client = outbound({ resolve, certificates: [cert] });
    const result = await client.send(post(`https://${host}:${port}/`));
    expect(result).toMatchObject({ outcome: 'answered', status: 200, body: 'in' });
    expect(seen).toEqual([`${host}:${port}`]);
    expect(asked).toBe(1);
  });
});

describe('a name', () => {
  it("must be the certificate's", async () => {
    const { host, cert, key } = testCertificate;
    const port = await listen(https.createServer({ cert, key }, (_request, response) => response.end()));
    const resolve = async () => ['127.0.0.1'];
    const other = await outbound({ resolve, certificates: [cert] }).send(post(`https://other.example.com:${port}/`));
    expect(other).toMatchObject({ outcome: 'failed', reason: "The certificate is not this host's." });
    const untrusted = await outbound({ resolve }).send(post(`https://${host}:${port}/`));
    expect(untrusted).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/signed by nobody/) });
  });

  it("that is nobody's is a failure worth another try", async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const result = await outbound({ resolve }).send(post('https://nowhere.example.com/'));
    expect(result).toMatchObject({ outcome: 'failed', reason: 'The name has no address.', isWorthRetrying: true });
  });

  it('is tried at its next address where nobody listens at the first', async () => {
    const port = await serve((_request, response) => response.end('second'));
    const client = outbound({ allow: ['127.0.0.0/8'], resolve: async () => ['127.0.0.99', '127.0.0.1'] });
    expect(await client.send(post(`http://hooks.example.com:${port}/`))).toMatchObject({ body: 'second' });
  });

  it('that the admin allows goes by the system, and to where it stands for', async () => {
    const port = await serve((_request, response) => response.end('allowed'));
    const asked: unknown[] = [];
    const client = outbound({
      allow: ['crm.internal'],
      resolve: async (host, how) => {
        asked.push([host, how]);
        return ['127.0.0.1'];
      },
    });
    expect(await client.send(post(`http://crm.internal:${port}/`))).toMatchObject({ body: 'allowed' });
    expect(asked).toEqual([['crm.internal', { bySystem: true }]]);
  });
});
