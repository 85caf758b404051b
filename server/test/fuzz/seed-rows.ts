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
  readonly campaigns: readonly string[];
  readonly members: readonly string[];
  readonly documents: readonly string[];
  /** The leads' own rows. */
  readonly checklistItems: readonly string[];
  readonly keys: readonly string[];
  readonly hooks: readonly string[];
  /** Names. */
  readonly tags: readonly string[];
  readonly hookTokens: readonly string[];
  readonly calendarFiles: readonly string[];
  readonly chats: readonly { readonly conversationId: string; readonly token: string }[];
  readonly cursors: readonly string[];
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
  const page = await ask(tenant, 'GET', '/v1/leads?limit=1');
  return {
    ...rows,
    leads: [rich.id, plain.id, spare.id, other.id, merged.id, deleted.id],
    appointments: [String(appointment.id)],
    calendarFiles: [String(appointment.calendarPath).replace('/v1/calendar/', '')],
    keys: [String(key.id)],
    cursors: [String(page.nextCursor)],
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
