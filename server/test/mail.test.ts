import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSmtpUrl } from '../src/kernel/smtp.ts';
import { addTenant, type TestTenant } from './api.ts';
import { eventually } from './eventually.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { addMember } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const login = { user: 'desk', password: 'open sesame' };
let mails: MailServer;
let receiver: WebhookReceiver;
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  mails = await startMailServer({ login });
  receiver = await startReceiver();
  const mailServer = readSmtpUrl(`smtp://desk:open%20sesame@127.0.0.1:${mails.port}`);
  if (!mailServer) throw new Error('That is an address.');
  server = await startTestServer({
    config: {
      outboundAllow: ['127.0.0.1'],
      publicUrl: 'https://desk.example.com',
      mail: { server: mailServer, from: { name: '', address: 'desk@example.com' } },
    },
  });
  tenant = await addTenant(server);
  await addMember(tenant, { email: 'olga@example.com', notifyTo: 'olga.private@example.com' });
  await addMember(tenant, { email: 'ada@example.com', role: 'owner' });
});
afterAll(async () => {
  await server.stop();
  await Promise.all([mails.close(), receiver.close()]);
});

it('tells members by mail that a lead needs a person, where they want it', async () => {
  const body = { needsHuman: true, needsHumanReason: 'asks for Olga' };
  const { id } = (await tenant.ask('POST', '/v1/leads', { body })).json();
  await eventually(() => mails.received.flatMap(({ to }) => to).toSorted()).toEqual([
    'ada@example.com',
    'olga.private@example.com',
  ]);
  for (const { text } of mails.received) {
    expect(text).toContain('Why: asks for Olga');
    expect(text).toContain(`https://desk.example.com/v1/leads/${id}`);
  }
});

it('tells owners by mail that an endpoint was disabled', async () => {
  mails.received.length = 0;
  receiver.respond = () => ({ status: 410 });
  const { id } = (await tenant.ask('POST', '/v1/webhook-endpoints', { body: { url: receiver.url } })).json();
  await tenant.ask('POST', '/v1/leads', { body: { name: 'Ada' } });
  await eventually(() => mails.received.map(({ to }) => to)).toEqual([['ada@example.com']]);
  expect(mails.received[0]?.headers.get('subject')).toBe('A webhook endpoint was disabled');
  expect(mails.received[0]?.headers.get('message-id')).toContain(id);
});
