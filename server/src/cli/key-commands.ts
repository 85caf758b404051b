import { dialects, isDialect } from '../kernel/key-format.ts';
import { isScope, type Scope, scopes } from '../kernel/scopes.ts';
import { type ApiKey, createKey, listKeys, type NewKey, revokeKey } from '../modules/keys/index.ts';
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

const create: Command = {
  name: 'create',
  summary: 'Make an API key; its secret is shown once.',
  details: `Scopes: ${scopes.join(', ')}; read stands for every scope that ends with :read.`,
  options: {
    workspace: workspaceOption,
    dialect: { value: dialects.join('|'), summary: 'Whose format and limits it has (native).' },
    scopes: { value: 'A,B', summary: 'What it may do (all).' },
    name: { value: 'NAME', summary: 'To tell keys apart.' },
    limit: { value: 'N', summary: "Requests a minute, in place of the dialect's own limits." },
    test: { summary: 'A test key: it sees and makes test leads only.' },
    json: jsonOption,
  },
  async run(input, cli) {
    const wanted = readKey(input);
    const ctx = await findCtx(input, cli);
    const { id, dialect, scopes: granted, secret } = await createKey(ctx, wanted);
    const workspace = ctx.workspace.slug;
    if (input.flag('json')) return cli.print(JSON.stringify({ id, workspace, dialect, scopes: granted, secret }));
    cli.print(`Made the ${dialect} key ${id} for the workspace ${workspace}. Its secret is shown now and never again:`);
    cli.print(secret);
  },
};

const list: Command = {
  name: 'list',
  summary: 'List the keys of a workspace, without their secrets.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const data = await allKeys(input, cli);
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map((key) => [
      key.id,
      key.dialect,
      `${key.secretStart}...${key.secretEnd}`,
      stateOf(key),
      key.lastUsedAt ?? 'never',
      printable(key.name),
    ]);
    cli.print(table(['ID', 'DIALECT', 'SECRET', 'STATE', 'LAST USED', 'NAME'], rows));
  },
};

const revoke: Command = {
  name: 'revoke',
  summary: 'End a key for good, at once, on every process.',
  argument: { name: 'KEY_ID', summary: "The key's id, as foyer key list shows it." },
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const keyId = idOf(input, 'key');
    const key = await revokeKey(await findCtx(input, cli), { keyId });
    if (input.flag('json')) cli.print(JSON.stringify({ id: key.id, revokedAt: key.revokedAt }));
    else cli.print(`The key ${key.id} (${printable(key.name)}) is revoked.`);
  },
};

export const keyCommands: CommandGroup = {
  name: 'key',
  summary: 'API keys of a workspace.',
  commands: [create, list, revoke],
};

function readKey(input: Input): NewKey {
  const dialect = input.text('dialect') ?? 'native';
  if (!isDialect(dialect)) throw new UsageError(`--dialect must be one of ${dialects.join(', ')}.`);
  const name = input.text('name')?.trim();
  if (name === '' || (name && name.length > 120)) throw new UsageError('--name must have 1 to 120 characters.');
  return {
    dialect,
    isTest: input.flag('test'),
    scopes: readScopes(input.text('scopes')),
    limitPerMinute: readLimit(input.text('limit')),
    ...(name && { name }),
  };
}

function readScopes(text: string | undefined): (Scope | 'read')[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const word = part.trim();
    if (word === 'read' || isScope(word)) return word;
    throw new UsageError(`--scopes: ${JSON.stringify(word)} is no scope; there are ${scopes.join(', ')}, read.`);
  });
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (/^\d{1,7}$/.test(text) && limit >= 1 && limit <= 1_000_000) return limit;
  throw new UsageError('--limit must be a whole number from 1 to 1000000.');
}

async function allKeys(input: Input, cli: Cli): Promise<ApiKey[]> {
  const ctx = await findCtx(input, cli);
  const keys: ApiKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await listKeys(ctx, { limit: 100, cursor });
    keys.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return keys;
}

function stateOf(key: ApiKey): string {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt !== null && new Date(key.expiresAt) <= new Date()) return 'expired';
  return key.isTest ? 'test' : 'live';
}
