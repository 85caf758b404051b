import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Firing } from '../src/modules/automations/index.ts';
import type { TestTenant } from './api.ts';

/** What a receiver was sent. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** How it answers from now on; 200 unless told. */
  answerWith(answer: (response: ServerResponse, index: number) => unknown): void;
  close(): Promise<void>;
}

/** Somebody else's server, which remembers what it was sent. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer: (response: ServerResponse, index: number) => unknown = (response) => response.end('{"ok":true}');
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body });
    answer(response, received.length - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Makes an automation; throws where it is refused. Returns its id. */
export async function automate({ ask }: TestTenant, body: object, key?: string): Promise<string> {
  const whole = { name: 'Rule', on: ['lead.created'], ...body };
  const made = await ask('POST', '/v1/automations', { body: whole, ...(key !== undefined && { key }) });
  if (made.statusCode !== 201) throw new Error(made.body);
  return made.json().id;
}

export async function firingsOf({ ask }: TestTenant, automationId: string): Promise<Firing[]> {
  return (await ask('GET', `/v1/automations/${automationId}/firings`)).json().data;
}

/** Waits until an automation's firings are in these states, newest first, and gives them. */
export async function untilStates(
  tenant: TestTenant,
  automationId: string,
  states: readonly string[],
): Promise<Firing[]> {
  const look = async () => (await firingsOf(tenant, automationId)).map(({ state }) => state);
  await expect.poll(look, { timeout: 15_000, interval: 50 }).toEqual(states);
  return firingsOf(tenant, automationId);
}

/** Waits until the events of a workspace so far are numbered and looked at, and what follows from them is handled. */
export async function untilLookedAt({ ctx }: TestTenant): Promise<void> {
  const look = async () => {
    const [row] = await ctx.db.sql.begin(async (tx) => {
      await tx`select set_config('foyer.workspace_id', ${ctx.workspace.id}, true)`;
      return tx<{ left: number }[]>`
        select (select count(*) from events where seq is null) + (select count(*) from stimuli)
          + (select count(*) from automation_cursors c join workspaces w on w.id = c.workspace_id
             where c.is_at_work and c.seq < w.last_event_seq) as left`;
    });
    return row?.left;
  };
  await expect.poll(look, { timeout: 15_000, interval: 50 }).toBe(0);
}
