import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { testCertificate } from '../../../../test/certificate.ts';
import { type MailServer, startMailServer } from '../../../../test/mail-server.ts';
import type { SmtpServer } from '../../../kernel/smtp.ts';
import { createSmtpNotifier } from './smtp-notifier.ts';

const login = { user: 'desk', password: 'open sesame' };
const from = { name: 'Front desk', address: 'desk@example.com' };
const leadId = '01935a3c-0d52-7c11-8a30-000000000002';
const url = `https://desk.example.com/v1/leads/${leadId}`;
const one = { memberId: 'm-1', address: 'ada@example.com' };
const two = { memberId: 'm-2', address: 'olga@example.org' };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function mailServer(manners: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(manners);
  closing.push(server.close);
  return server;
}
/** A server that is no mail server. */
async function oddServer(serve: (socket: Socket) => unknown): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port };
}
const every = (ms: number, work: () => unknown) => void setInterval(work, ms).unref();
function notifierFor({ port }: { port: number }, more: Partial<SmtpServer> & { trusts?: boolean } = {}) {
  const { trusts = true, ...server } = more;
  return createSmtpNotifier({
    server: { host: 'localhost', port, isTls: false, isHere: false, login: undefined, ...server },
    from,
    publicUrl: 'https://desk.example.com',
    timeoutMs: 2_000,
    ...(trusts && { certificates: [testCertificate.cert] }),
  });
}
const need = (reason: string | null, to = [one, two]) => ({ workspaceId: 'w', leadId, reason, to });
const key = { idempotencyKey: 'n-1' };

it('writes to each alone, with why and where', async () => {
  const server = await mailServer();
  const notifier = notifierFor(server);
  const others = [
    { memberId: 'm-3', address: 'https://example.com/told' },
    { memberId: 'm-4', address: 'x@example.com\r\nRCPT TO:<y@example.com>' },
    { memberId: 'm-5', address: 'x@example.com, y@example.com' },
  ];
  expect(await notifier.notify(need('asks for Olga', [one, two, ...others]), key)).toEqual([]);
  const sorted = server.received.toSorted((a, b) => a.raw.length - b.raw.length);
  expect(sorted.map(({ to }) => to)).toEqual([['ada@example.com'], ['olga@example.org']]);
  const [first, second] = sorted;
  expect(first?.text).toBe(
    `A lead waits for a person.\r\n\r\nWhy: asks for Olga\r\n\r\nThe lead: ${url}\r\nOn the server: npx foyer lead get ${leadId}\r\n`,
  );
  expect([...(first?.headers ?? [])]).toEqual(
    expect.arrayContaining([
      ['from', 'Front desk <desk@example.com>'],
      ['to', 'ada@example.com'],
      ['subject', 'A lead needs a person'],
      ['message-id', '<n-1.m-1@example.com>'],
      ['auto-submitted', 'auto-generated'],
    ]),
  );
  expect(first?.raw).not.toContain('olga');
  expect(second?.headers.get('message-id')).toBe('<n-1.m-2@example.com>');
  expect(first?.isEncrypted).toBe(true);
  await notifier.notify(need('asks for Olga', [one]), key);
  expect(server.received.at(-1)?.headers.get('message-id')).toBe('<n-1.m-1@example.com>');
});

it('tells owners in the words that it was given', async () => {
  const server = await mailServer();
  const notice = { workspaceId: 'w', subject: 'An endpoint was disabled', text: 'It answered 410.', to: [one] };
  expect(await notifierFor(server).tell(notice, { idempotencyKey: 'e 2027-03-13T15:00:00Z' })).toEqual([]);
  const [mail] = server.received;
  expect([mail?.headers.get('subject'), mail?.text]).toEqual([notice.subject, 'It answered 410.\r\n']);
  expect(mail?.headers.get('message-id')).toBe('<e-2027-03-13T15-00-00Z.m-1@example.com>');
});

it.each([
  ['a line of its own', 'yes\r\nBcc: spy@example.com\r\n\r\n.\r\nMAIL FROM:<x@example.com>'],
  ['other letters', 'preguntó por Olga Müller, 明日の午後 🙂'],
  ['no end', `${'long '.repeat(100_000)}`],
])('keeps a reason with %s in its place', async (_what, reason) => {
  const server = await mailServer();
  expect(await notifierFor(server).notify(need(reason, [one]), key)).toEqual([]);
  expect(server.received).toHaveLength(1);
  const [mail] = server.received;
  expect(mail?.headers.has('bcc')).toBe(false);
  const why = mail?.text.split('\r\n\r\n')[1] ?? '';
  expect(why.slice(5)).toBe(reason.length > 2_000 ? `${reason.slice(0, 2_000)}…` : reason.replaceAll(/\s+/g, ' '));
});

it.each([
  ['STARTTLS', { tls: 'starttls' }, {}, true],
  ['TLS from the first byte', { tls: 'always' }, { isTls: true }, true],
  ['nothing, on this machine', { tls: 'none' }, { isHere: true }, false],
] as const)('signs in over %s', async (_way, manners, how, isEncrypted) => {
  const server = await mailServer({ ...manners, login });
  expect(await notifierFor(server, { ...how, login }).notify(need(null), key)).toEqual([]);
  expect(server.received).toMatchObject(Array(2).fill({ login: 'desk open sesame', isEncrypted }));
});

it.each([
  ['offers no TLS', { tls: 'none' }, {}],
  ['has a certificate that nobody knows', { tls: 'starttls' }, { trusts: false }],
] as const)('gives no password to a server elsewhere that %s', async (_what, manners, how) => {
  let heard = '';
  const server = await mailServer({ ...manners, login });
  const tap = await oddServer((socket) => {
    const onward = new (socket.constructor as typeof Socket)().connect(server.port, '127.0.0.1');
    onward.on('error', () => undefined);
    socket.on('data', (bytes) => (heard += bytes));
    socket.pipe(onward).pipe(socket);
  });
  const unreached = await notifierFor(tap, { ...how, login }).notify(need(null), key);
  expect(unreached).toMatchObject([
    { memberId: 'm-1', isWorthRetrying: true },
    { memberId: 'm-2', isWorthRetrying: true },
  ]);
  expect([heard.includes('EHLO'), heard.includes('AUTH'), server.received]).toEqual([true, false, []]);
});

it('never shows the password, also where the server repeats it', async () => {
  const server = await mailServer({ login: { ...login, password: 'another' } });
  const unreached = await notifierFor(server, { login }).notify(need(null), key);
  expect(unreached).toEqual(
    [one, two].map(({ memberId }) => ({
      memberId,
      reason: 'The mail server answered 535 to AUTH PLAIN.',
      isWorthRetrying: true,
    })),
  );
});

it.each([
  [550, false],
  [451, true],
])('reaches the others where one is refused with %i', async (code, isWorthRetrying) => {
  const server = await mailServer();
  server.refuse = (address) => (address === two.address ? code : undefined);
  const reason = `The mail server answered ${code} to RCPT TO.`;
  expect(await notifierFor(server).notify(need(null), key)).toEqual([{ memberId: 'm-2', reason, isWorthRetrying }]);
  expect(server.received.map(({ to }) => to)).toEqual([[one.address]]);
});

it.each([
  [554, false],
  [452, true],
])('says whether it is worth sending again what was refused with %i', async (code, isWorthRetrying) => {
  const server = await mailServer();
  server.refuseMail = () => code;
  const reason = `The mail server answered ${code} to DATA.`;
  expect(await notifierFor(server).notify(need(null, [one]), key)).toEqual([
    { memberId: 'm-1', reason, isWorthRetrying },
  ]);
});

it.each<[string, (socket: Socket) => unknown]>([
  ['says nothing', () => undefined],
  ['sends a line now and then', (socket) => every(50, () => socket.write('220-wait\r\n'))],
  [
    'begins an answer that has no end',
    (socket) => socket.write('220 hello\r\n') && every(50, () => socket.write('250-wait\r\n')),
  ],
  ['closes', (socket) => socket.end()],
  ['closes after a greeting', (socket) => socket.end('220 hello\r\n')],
  ['hangs after a greeting', (socket) => socket.write('220 hello\r\n')],
  ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 open sesame\r\n\r\n')],
  ['is busy', (socket) => socket.end('421 desk open sesame\r\n')],
])('gives up in time on a server that %s', async (_what, serve) => {
  const server = await oddServer(serve);
  const began = performance.now();
  const unreached = await notifierFor(server, { login }).notify(need(null), key);
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(unreached.map(({ memberId, isWorthRetrying }) => [memberId, isWorthRetrying])).toEqual([
    ['m-1', true],
    ['m-2', true],
  ]);
  expect(JSON.stringify(unreached)).not.toMatch(/sesame|example\.|@/);
});
