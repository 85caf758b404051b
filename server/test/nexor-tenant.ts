import { createKey, type NewKey } from '../src/modules/keys/index.ts';
import { type Ask, addTenant, type TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

/** Asks as a client of Nexor does: under the prefix, with the key in X-API-Key. */
type NexorAsk = (
  method: Parameters<Ask>[0],
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => ReturnType<Ask>;

export interface NexorTenant {
  readonly tenant: TestTenant;
  readonly ask: NexorAsk;
  /** With a test key. */
  readonly askTest: NexorAsk;
  keyWith(options: Partial<NewKey>): Promise<string>;
}

/** A workspace in Chile whose default workflow is the page's, and that has another without an appointment. */
export async function addNexorTenant(server: TestServer): Promise<NexorTenant> {
  const tenant = await addTenant(server, {
    country: 'CL',
    workflows: [
      { fileName: 'sales.yaml', text: salesWorkflow },
      { fileName: 'survey.yaml', text: surveyWorkflow },
    ],
  });
  const keyWith = async (options: Partial<NewKey>) =>
    (await createKey(tenant.ctx, { dialect: 'nexor', limitPerMinute: 1_000_000, ...options })).secret;
  const askWith =
    (secret: string): NexorAsk =>
    (method, path, body, headers) =>
      tenant.ask(method, `/nexor/api/public${path}`, { body, key: '', headers: { 'x-api-key': secret, ...headers } });
  return { tenant, ask: askWith(await keyWith({})), askTest: askWith(await keyWith({ isTest: true })), keyWith };
}

const salesWorkflow = `
key: sales-pipeline
name: Sales Pipeline
goal: appointment
agent: { name: Alex, role: Adviser }
statuses:
  - { key: new, label: New, category: active, flags: [initial] }
  - { key: contacted, label: Contacted, category: active, flags: [contacted], timeout: { after: 3, unit: days, to: lost } }
  - { key: booked, label: Booked, category: won, flags: [booking_target, terminal], gate: { requires: [edad] } }
  - { key: lost, label: Lost, category: lost, flags: [terminal] }
fields:
  - { key: edad, label: Edad, type: integer, ask: How old are you?, hints: [age] }
  - { key: broker_asociado, label: Broker, type: name, ask: Who is your broker?, required: false, metadataKey: broker }
booking:
  title: Visit
  durationMinutes: 30
  hours: { monday: [{ from: '09:00', to: '17:00' }] }
`;

const surveyWorkflow = `
key: survey
name: Survey
goal: qualification
agent: { name: Alex, role: Adviser }
statuses:
  - { key: new, label: New, category: active, flags: [initial] }
fields:
  - { key: size, label: Size, type: text, ask: How many are you? }
`;
