import { expect } from 'vitest';
import { type Client, type ClientAnswer, httpClient } from './http-client.ts';
import type { TestServer } from './server.ts';

/** What Vorel's customers do with a key of theirs. */
export function vorelClient(server: TestServer, key: string): Client {
  return httpClient(server, '/vorel/api/v1', { authorization: `Bearer ${key}` });
}

/** An id that nothing has. */
export const UNKNOWN = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';

let customers = 0;

/** Opens a conversation with a customer of its own; its id. */
export async function openConversation(ask: Client): Promise<string> {
  customers += 1;
  const body = { channel: 'whatsapp', customer_identifier: `customer-${customers}` };
  return (await ask('POST', '/conversations', { body })).body.id;
}

/** Creates a lead on a conversation of its own. */
export async function createLead(ask: Client, body: object = {}): Promise<ClientAnswer> {
  return ask('POST', '/leads', { body: { conversation_id: await openConversation(ask), ...body } });
}

/** All that a client can say of a lead. */
export const everyField = {
  name: 'Jane Doe',
  email: 'jane@acme.com',
  phone: '+447123456789',
  intent: 'buy',
  attributes: { bedrooms: 3, area: 'Soho', garden: true, wishes: { floor: [1, 2] } },
  timeline: 'this month',
  qualification_score: 72,
  status: 'qualified',
  source: 'newsletter',
};

/** An answer that is an error: its envelope and nothing else. */
export function failed(status: number, code: string, message: unknown = expect.any(String)) {
  return { status, body: { error: { code, message } } };
}

/** An answer without its headers. */
export function answerOf({ status, body }: ClientAnswer) {
  return { status, body };
}
