import { randomBytes } from 'node:crypto';
import { transaction } from '../../src/db/database.ts';
import type { TestTenant } from '../api.ts';
import { insertRest } from './insert-rows.ts';

/** What a tenant has, by kind: ids unless said otherwise. */
export interface Rows {
  /** The one with all there is first; the last two are merged and deleted. */
  readonly leads: readonly string[];
  readonly conversations: readonly string[];
  readonly appointments: readonly string[];
  readonly agents: readonly string[];
  readonly workflows: readonly string[];
  readonly runs: readonly string[];
  readonly campaigns: readonly string[];
  readonly members: readonly string[];
  readonly documents: readonly string[];
  /** Of the first lead. */
  readonly consents: readonly string[];
  readonly suppressions: readonly string[];
  readonly knowledge: readonly string[];
  /** Those whose time has come. */
  readonly pastAppointments: readonly string[];
  /** Messages that wait for their time. */
  readonly followUps: readonly string[];
  /** Of the first lead, without words: one goes on, one is over. */
  readonly calls: readonly string[];
  /** Messages that wait for approval. */
  readonly drafts: readonly string[];
  /** The leads' own rows. */
  readonly checklistItems: readonly string[];
  readonly keys: readonly string[];
  readonly hooks: readonly string[];
  readonly automations: readonly string[];
  /** Of the first automation; one failed. */
  readonly firings: readonly string[];
  /** Names. */
  readonly tags: readonly string[];
  readonly hookTokens: readonly string[];
  readonly calendarFiles: readonly string[];
  /** Of the first lead's own page. */
  readonly portalTokens: readonly string[];
  readonly chats: readonly { readonly conversationId: string; readonly token: string }[];
  readonly cursors: readonly string[];
  readonly endpoints: readonly string[];
  /** Of the first endpoint. */
  readonly deliveries: readonly string[];
  readonly events: readonly string[];
}

export interface SeedOptions {
  readonly workflow: string;
  /** Stands in every text of the rows. */
  readonly word: string;
  /** Of the first lead; the others' are made of the word. */
  readonly contact: { readonly email: string; readonly phone: string; readonly externalId: string };
}

/** Gives a tenant one of everything, and several leads: one with all there is, others with little, a merged, a deleted. */
export async function seedRows(tenant: TestTenant, options: SeedOptions): Promise<Rows> {
  const unique = randomBytes(4).toString('hex');
  const rich = await makeLead(tenant, options, options.contact);
  const plain = await makeLead(tenant, options, { email: `${options.word}.${unique}@example.com`.toLowerCase() });
  const spare = await makeLead(tenant, options, {});
  const other = await makeLead(tenant, options, {});
  const merged = await makeLead(tenant, options, {});
  const deleted = await makeLead(tenant, options, {});
  const appointment = await bookFirstSlot(tenant, options, rich.id);
  const { secret: _secret, ...key } = await ask(tenant, 'POST', '/v1/keys', { name: `${options.word} key` });
  const rows = await transaction(tenant.ctx, (ctx) => insertRest(ctx, options.word, { rich, plain, unique }));
  await tenant.ask('DELETE', `/v1/leads/${deleted.id}`);
  await ask(tenant, 'POST', `/v1/leads/${merged.id}/merge`, { intoLeadId: other.id });
  const link = await ask(tenant, 'POST', `/v1/leads/${rich.id}/portal-link`, {});
  const page = await ask(tenant, 'GET', '/v1/leads?limit=1');
  const text = `# ${options.word} visit\n\n${options.word} may park behind the house.`;
  const known = await ask(tenant, 'POST', '/v1/knowledge/documents', { path: `${unique}.md`, text });
  const hook = { url: `https://${options.word.toLowerCase()}.example/hook`, description: `${options.word} hook` };
  const endpoint = await ask(tenant, 'POST', '/v1/webhook-endpoints', hook);
  const delivery = await ask(tenant, 'POST', `/v1/webhook-endpoints/${endpoint.id}/test`, {});
  await ask(tenant, 'PUT', '/v1/llm', { baseUrl: 'https://llm.invalid/v1', model: options.word, apiKey: options.word });
  // No worker runs that would.
  await tenant.ctx.db.sql`select number_events(1000)`;
  const { data: events } = await ask(tenant, 'GET', '/v1/events?limit=1');
  return {
    ...rows,
    leads: [rich.id, plain.id, spare.id, other.id, merged.id, deleted.id],
    appointments: [String(appointment.id)],
    calendarFiles: [String(appointment.calendarPath).replace('/v1/calendar/', '')],
    keys: [String(key.id)],
    knowledge: [String(known.id)],
    cursors: [String(page.nextCursor)],
    endpoints: [String(endpoint.id)],
    deliveries: [String(delivery.id)],
    events: Array.isArray(events) ? events.map(({ id }) => String(id)) : [],
    portalTokens: [String(link.url).replace(/.*\//, '')],
  };
}

export interface SeededLead {
  readonly id: string;
  readonly conversationId: string;
}

async function makeLead(tenant: TestTenant, { word, workflow }: SeedOptions, contact: object): Promise<SeededLead> {
  const body = {
    ...{
      givenName: word,
      middleName: 'M',
      familyName: `${word}son`,
      businessName: `${word} Ltd`,
      title: `${word} title`,
    },
    ...{
      website: `https://${word.toLowerCase()}.example`,
      goal: `${word} goal`,
      intent: word,
      timeline: `${word} soon`,
    },
    ...{
      qualificationScore: 50,
      qualificationNotes: `${word} notes`,
      source: word,
      tags: ['shared tag', `${word} tag`],
    },
    ...{ metadata: { company: `${word} company`, nested: { list: [word, 1, null] } }, timeZone: 'Europe/Berlin' },
    ...{ language: 'de', workflow, ...contact },
  };
  const lead = await ask(tenant, 'POST', '/v1/leads', body);
  await ask(tenant, 'PUT', `/v1/leads/${lead.id}/variables/size`, { value: 'small' });
  await ask(tenant, 'PUT', `/v1/leads/${lead.id}/variables/street`, { value: `${word} street` });
  return { id: String(lead.id), conversationId: String(lead.conversationId) };
}

async function bookFirstSlot(tenant: TestTenant, { workflow, word }: SeedOptions, leadId: string) {
  const { data } = await ask(tenant, 'GET', `/v1/workflows/${workflow}/slots?limit=1`);
  const [slot] = Array.isArray(data) ? data : [];
  return ask(tenant, 'POST', '/v1/appointments', { leadId, startAt: slot.startAt, notes: `${word} notes` });
}

/** Asks for what must succeed, and gives what was answered. */
async function ask(tenant: TestTenant, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  const response = await tenant.ask(method, url, body && { body });
  if (response.statusCode >= 300) throw new Error(`${method} ${url} answered ${response.statusCode}: ${response.body}`);
  return response.json<Record<string, unknown>>();
}
