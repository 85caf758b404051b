import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { testCertificate } from './certificate.ts';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly text: string;
  readonly at: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  /** What is answered; `hang` never answers. 200 unless set. */
  respond: (webhook: ReceivedWebhook) => Answer | 'hang';
  close(): Promise<void>;
}

/**
 * A server that takes webhooks, on 127.0.0.1: the product under test has to be allowed to send there. With a certificate
 * it speaks TLS, under the certificate's name.
 */
export async function startReceiver(certificate?: typeof testCertificate): Promise<WebhookReceiver> {
  const take: RequestListener = async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const webhook = { path: request.url ?? '', headers: request.headers, text, at: performance.now() };
    receiver.received.push(webhook);
    const answer = receiver.respond(webhook);
    if (answer === 'hang') return;
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
  };
  const server = certificate ? https.createServer(certificate, take) : createServer(take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: certificate ? `https://${certificate.host}:${port}` : `http://127.0.0.1:${port}`,
    received: [],
    respond: () => ({}),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
