import { Ajv } from 'ajv';
import page from '../src/dialects/convocore/page.fixture.json' with { type: 'json' };
import { createKey, type NewKey } from '../src/modules/keys/index.ts';
import { type Ask, addTenant, type TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

/** Asks as a client of Convocore does: under the prefix, with the secret as a Bearer. */
type ConvocoreAsk = (
  method: Parameters<Ask>[0],
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => ReturnType<Ask>;

export interface ConvocoreTenant {
  readonly tenant: TestTenant;
  /** Of the two agents the one whose workflow is the default, and the other. */
  readonly agentId: string;
  readonly otherAgentId: string;
  readonly ask: ConvocoreAsk;
  /** With a test key. */
  readonly askTest: ConvocoreAsk;
  askWith(options: Partial<NewKey>): Promise<ConvocoreAsk>;
  /** Makes a lead of the first agent; its id. */
  add(lead: object): Promise<string>;
}

/** A workspace in the United States with two agents. */
export async function addConvocoreTenant(server: TestServer): Promise<ConvocoreTenant> {
  const tenant = await addTenant(server, { country: 'US', shipped: ['salon-appointment', 'property-viewing'] });
  const workflows: { agent: { id: string } }[] = (await tenant.ask('GET', '/v1/workflows')).json().data;
  const first = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Whose' }, key: tenant.testKey })).json();
  await tenant.ask('DELETE', `/v1/leads/${first.id}`, { key: tenant.testKey });
  const { agentId } = first;
  const otherAgentId = workflows.find(({ agent }) => agent.id !== agentId)?.agent.id;
  if (otherAgentId === undefined) throw new Error('there is one agent only');
  const askWith = async (options: Partial<NewKey>): Promise<ConvocoreAsk> => {
    const key = await createKey(tenant.ctx, { dialect: 'convocore', limitPerMinute: 1_000_000, ...options });
    return (method, path, body, headers) =>
      tenant.ask(method, `/convocore/v3${path}`, { body, key: key.secret, ...(headers && { headers }) });
  };
  const ask = await askWith({});
  return {
    tenant,
    agentId,
    otherAgentId,
    ask,
    askTest: await askWith({ isTest: true }),
    askWith,
    add: async (lead) => (await ask('POST', '/leads', { lead: { agentId, ...lead } })).json().data.id,
  };
}

const ajv = new Ajv({ strict: true });
/** What the vendor's own document says of an answer, and of an error. */
export const fitsPage = { success: ajv.compile(page.success), error: ajv.compile(page.error) };

interface Refusal {
  readonly code: string;
  readonly issues?: readonly { readonly message: string }[];
}

/** Status, code and the messages of the issues. Throws where the vendor's document knows no such error. */
export function refusalOf(reply: Awaited<ReturnType<Ask>>): unknown[] {
  const body: Refusal = reply.json();
  const isError: boolean = fitsPage.error(body);
  if (!isError) throw new Error(`no error of the page: ${reply.body}`);
  return [reply.statusCode, body.code, ...(body.issues ?? []).map(({ message }) => message)];
}
