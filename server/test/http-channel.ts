import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel, SendResult } from '../src/adapters/channels/port.ts';
import type { ChannelCapabilities } from '../src/kernel/channel.ts';
import type { Template } from '../src/kernel/template.ts';

/** What a receiver was asked to deliver. */
export interface Received {
  readonly key: string;
  readonly to: string;
  readonly text: string;
  readonly template?: Template;
}

/** How the receiver answers a message: as a status, or not at all. */
export type Manner = 'ok' | 'busy' | 'refuses' | 'hangs' | 'cuts';

export interface ChannelPeer {
  readonly channel: Channel;
  /** Everything that arrived, repetitions included. */
  readonly received: readonly Received[];
  /** How it answers from now on, everybody alike or each message by its own. */
  manner: Manner | ((message: Received) => Manner);
  /** Answers all that hang. */
  release(): void;
  /** Answers all that hang with this status. */
  refuse(status: number): void;
  stop(): Promise<void>;
}

const statuses: Record<Exclude<Manner, 'hangs' | 'cuts'>, number> = { ok: 200, busy: 503, refuses: 422 };

/** A channel over HTTP to a receiver that behaves as the test says: real sockets, real answers. */
export async function startChannelPeer(name: string, changes: Partial<ChannelCapabilities> = {}): Promise<ChannelPeer> {
  const received: Received[] = [];
  const hanging: ServerResponse[] = [];
  const server = createServer(async (request, response) => {
    const message = JSON.parse(await textOf(request)) as Received;
    received.push(message);
    const manner = typeof peer.manner === 'function' ? peer.manner(message) : peer.manner;
    if (manner === 'cuts') return request.socket.destroy();
    if (manner === 'hangs') return hanging.push(response);
    return response.writeHead(statuses[manner]).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const capabilities: ChannelCapabilities = {
    isInPlace: false,
    reaches: 'phone',
    isCall: false,
    leavesHouse: true,
    takesIdempotencyKey: true,
    freeTextHours: null,
    maxTextLength: 1000,
    ...changes,
  };
  const channel: Channel = {
    name,
    capabilities,
    send: async ({ idempotencyKey: key, to, text, template }, signal): Promise<SendResult> => {
      const response = await fetch(url, {
        method: 'POST',
        body: JSON.stringify({ key, to, text, ...(template && { template }) }),
        signal,
      });
      await response.arrayBuffer();
      if (response.ok) return { outcome: 'sent', providerMessageId: `p-${key}` };
      return { outcome: 'failed', reason: `HTTP ${response.status}`, isRetryable: response.status >= 500 };
    },
  };
  const refuse = (status: number) => {
    for (const response of hanging.splice(0)) response.writeHead(status).end();
  };
  const release = () => refuse(200);
  const peer: ChannelPeer = {
    channel,
    received,
    manner: 'ok',
    release,
    refuse,
    stop: async () => {
      release();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return peer;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
