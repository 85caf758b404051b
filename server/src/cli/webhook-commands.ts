import { vendorWebhooks } from '../dialects/index.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  nativeWebhooks,
  testWebhookEndpoint,
  type WebhookDialect,
  type WebhookEndpoint,
} from '../modules/webhooks/index.ts';
import {
  type Cli,
  type Command,
  type CommandGroup,
  type Input,
  jsonOption,
  UsageError,
  workspaceOption,
} from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const dialects: readonly WebhookDialect[] = [nativeWebhooks, ...vendorWebhooks];
const names = dialects.map(({ name }) => name);
const testOption = { summary: 'Of test leads: the endpoints that get their events.' };

const create: Command = {
  name: 'create',
  summary: 'Make an endpoint that events are sent to; its secret is shown once.',
  options: {
    workspace: workspaceOption,
    url: { value: 'URL', summary: 'Where events are sent: https://...', isRequired: true },
    events: { value: 'A,B', summary: 'Types of events, such as lead.* (all).' },
    dialect: { value: names.join('|'), summary: 'Whose webhooks they are (native).' },
    test: testOption,
    json: jsonOption,
  },
  async run(input, cli) {
    const dialect = dialectOf(input);
    const events = input
      .text('events')
      ?.split(',')
      .map((part) => part.trim()) ?? ['*'];
    const ctx = await findCtx(input, cli, input.flag('test'));
    const { id, secret } = await createWebhookEndpoint(ctx, { url: input.needed('url'), events }, dialect);
    if (input.flag('json')) return cli.print(JSON.stringify({ id, secret }));
    cli.print(`Made the webhook endpoint ${id}. Its secret is shown now and never again:`);
    cli.print(secret ?? 'none');
  },
};

const list: Command = {
  name: 'list',
  summary: 'List the endpoints of a workspace.',
  options: { workspace: workspaceOption, test: testOption, json: jsonOption },
  async run(input, cli) {
    const data = await allEndpoints(input, cli);
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map((one) => [one.id, one.dialect, stateOf(one), one.events.join(','), printable(one.url)]);
    cli.print(table(['ID', 'DIALECT', 'STATE', 'EVENTS', 'URL'], rows));
  },
};

const test: Command = {
  name: 'test',
  summary: 'Send the example of a type to an endpoint; a running worker delivers it.',
  argument: { name: 'ENDPOINT_ID', summary: "The endpoint's id, as foyer webhook list shows it." },
  options: {
    workspace: workspaceOption,
    type: { value: 'TYPE', summary: 'Whose example (the first that the endpoint wants).' },
    test: testOption,
    json: jsonOption,
  },
  async run(input, cli) {
    const ctx = await findCtx(input, cli, input.flag('test'));
    const endpointId = idOf(input, 'webhook');
    const { dialect: name } = await getWebhookEndpoint(ctx, { endpointId });
    const dialect = dialects.find((one) => one.name === name);
    const { id, eventType } = await testWebhookEndpoint(ctx, { endpointId, type: input.text('type') }, dialect);
    if (input.flag('json')) cli.print(JSON.stringify({ id, eventType }));
    else cli.print(`The test ${id} (${eventType}) is on its way.`);
  },
};

const remove: Command = {
  name: 'delete',
  summary: 'Delete an endpoint with its deliveries.',
  argument: { name: 'ENDPOINT_ID', summary: "The endpoint's id, as foyer webhook list shows it." },
  options: { workspace: workspaceOption, test: testOption, json: jsonOption },
  async run(input, cli) {
    const endpointId = idOf(input, 'webhook');
    await deleteWebhookEndpoint(await findCtx(input, cli, input.flag('test')), { endpointId });
    if (input.flag('json')) cli.print(JSON.stringify({ id: endpointId }));
    else cli.print(`The webhook endpoint ${endpointId} is deleted.`);
  },
};

export const webhookCommands: CommandGroup = {
  name: 'webhook',
  summary: 'Endpoints that a workspace sends its events to.',
  commands: [create, list, test, remove],
};

function dialectOf(input: Input): WebhookDialect {
  const name = input.text('dialect') ?? 'native';
  const found = dialects.find((one) => one.name === name);
  if (!found) throw new UsageError(`--dialect must be one of ${names.join(', ')}.`);
  return found;
}

async function allEndpoints(input: Input, cli: Cli): Promise<WebhookEndpoint[]> {
  const ctx = await findCtx(input, cli, input.flag('test'));
  const found: WebhookEndpoint[] = [];
  let cursor: string | undefined;
  do {
    const page = await listWebhookEndpoints(ctx, { limit: 100, cursor });
    found.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

function stateOf({ isEnabled, failingSince }: WebhookEndpoint): string {
  if (!isEnabled) return 'disabled';
  return failingSince === null ? 'enabled' : 'failing';
}
