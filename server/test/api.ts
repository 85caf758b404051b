import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type Ctx, transaction } from '../src/db/database.ts';
import type { Scope } from '../src/kernel/scopes.ts';
import type { ChatMessage } from '../src/modules/chat/chat-message.ts';
import { createKey } from '../src/modules/keys/index.ts';
import type { Lead } from '../src/modules/leads/index.ts';
import { createWorkspace, type NewWorkspace, systemCtx } from '../src/modules/workspaces/index.ts';
import type { TestServer } from './server.ts';
import { shippedWorkflow } from './shipped-workflow.ts';

export interface ApiRequest {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another address has limits of its own. */
  readonly remoteAddress?: string;
}

/** Asks by HTTP: `api('POST', '/v1/leads', { body })`, with the tenant's live key unless another is given. */
export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  request?: ApiRequest,
) => Promise<LightMyRequestResponse>;

export interface TestTenant {
  /** The system in this workspace, for what no operation does. */
  readonly ctx: Ctx;
  readonly slug: string;
  /** Keys with every scope and no limit that a test could reach. */
  readonly liveKey: string;
  readonly testKey: string;
  readonly ask: Ask;
  keyWith(scopes: readonly Scope[]): Promise<string>;
}

interface TenantOptions extends Partial<NewWorkspace> {
  /** Names of shipped workflows; the first is the default. */
  readonly shipped?: readonly string[];
}

const NO_LIMIT = 1_000_000;
let tenants = 0;

/** A workspace of the test's own on a running server, with keys for its native API. */
export async function addTenant(
  server: TestServer,
  { shipped = [], ...input }: TenantOptions = {},
): Promise<TestTenant> {
  const slug = input.slug ?? `tenant-${++tenants}`;
  const workflows = [...(input.workflows ?? []), ...(await Promise.all(shipped.map(shippedWorkflow)))];
  const workspace = await createWorkspace(server.context, { name: slug, slug, ...input, workflows });
  const ctx = systemCtx(server.context, workspace);
  const live = await createKey(ctx, { limitPerMinute: NO_LIMIT });
  const test = await createKey(ctx, { isTest: true, limitPerMinute: NO_LIMIT });
  return {
    ctx,
    slug,
    liveKey: live.secret,
    testKey: test.secret,
    ask: (method, url, request = {}) => server.app.inject(toInject(method, url, { key: live.secret, ...request })),
    keyWith: async (scopes) => (await createKey(ctx, { scopes: [...scopes], limitPerMinute: NO_LIMIT })).secret,
  };
}

/** What the events say of a lead, in their order. */
export function eventsOf({ ctx }: TestTenant, leadId: string): Promise<{ type: string; data: unknown }[]> {
  return transaction(ctx, async ({ tx }) => [
    ...(await tx<
      { type: string; data: unknown }[]
    >`select type, data from events where lead_id = ${leadId} order by id`),
  ]);
}

/** How many statements of the server wait for a lock: a test that provokes a race waits for one. */
export async function countBlocked({ context }: TestServer): Promise<number> {
  const [row] = await context.db.sql<{ blocked: number }[]>`
    select count(*) as blocked from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.blocked ?? 0;
}

export interface TestChat {
  readonly conversationId: string;
  readonly token: string;
  /** Where its messages are. */
  readonly url: string;
  /** What was said when it was opened. */
  readonly messages: readonly ChatMessage[];
  say(message: object, key?: string): ReturnType<Ask>;
  read(query: string): Promise<ChatMessage[]>;
  /** Says something and gives the agent's words, or nothing where it stays silent for `waitSeconds`. */
  talk(text: string, waitSeconds?: number): Promise<string>;
  lead(): Promise<Lead>;
}

let visitors = 0;

/** Opens a web chat, from an address of its own: chats are limited by address. */
export function startChat({ ask, slug }: TestTenant, body: object = {}): ReturnType<Ask> {
  visitors += 1;
  const remoteAddress = `10.0.${visitors >> 8}.${visitors & 255}`;
  return ask('POST', '/v1/chat/conversations', { body: { workspace: slug, ...body }, key: '', remoteAddress });
}

/** A visitor with an open chat. Throws where the chat cannot be opened. */
export async function openChat(tenant: TestTenant, body: object = {}): Promise<TestChat> {
  const response = await startChat(tenant, body);
  if (response.statusCode !== 201) throw new Error(response.body);
  const { conversationId, token, messages } = response.json();
  const url = `/v1/chat/conversations/${conversationId}/messages`;
  const say = (message: object, key: string = token) => tenant.ask('POST', url, { body: message, key });
  const read = async (query: string): Promise<ChatMessage[]> =>
    (await tenant.ask('GET', `${url}?${query}`, { key: token })).json().data;
  return {
    conversationId,
    token,
    url,
    messages,
    say,
    read,
    talk: async (text, waitSeconds = 5) => {
      const { message } = (await say({ text })).json();
      const answers = await read(`after=${message.seq}&wait=${waitSeconds}`);
      return answers.map((answer) => answer.text).join('\n');
    },
    lead: async () => {
      const { leadId } = (await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json();
      return (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
    },
  };
}

function toInject(method: Parameters<Ask>[0], url: string, request: ApiRequest): InjectOptions {
  const { body, key, headers, remoteAddress } = request;
  return {
    method,
    url,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(remoteAddress !== undefined && { remoteAddress }),
  };
}
