import { type Client, type ClientAnswer, httpClient } from './http-client.ts';
import type { TestServer } from './server.ts';

export const LEADS = '/api/public/leads';

/** What Coachbot's customers do with a key of theirs. */
export function coachbotClient(server: TestServer, key: string): Client {
  return httpClient(server, '/coachbot', { authorization: `Bearer ${key}` });
}

let phones = 0;

/** A number that no lead has yet. */
export function newPhone(): string {
  phones += 1;
  return `+4471234${10_000 + phones}`;
}

/** Submits a lead with a phone of its own, unless the body says otherwise. */
export function submitLead(ask: Client, body: object = {}): Promise<ClientAnswer> {
  return ask('POST', LEADS, { body: { name: 'Jane Doe', phone: newPhone(), consent: true, ...body } });
}
