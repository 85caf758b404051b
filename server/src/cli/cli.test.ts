import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CliResult, runCli } from '../../test/run-cli.ts';
import { openTestSystem, type TestSystem } from '../../test/system.ts';
import type { Ctx } from '../db/database.ts';
import { hashKey } from '../kernel/key-format.ts';
import { scopes } from '../kernel/scopes.ts';
import { createLead } from '../modules/leads/index.ts';
import { getWorkflow, listWorkflows } from '../modules/workflows/index.ts';
import { createWorkspace, findWorkspace, systemCtx } from '../modules/workspaces/index.ts';

const salon = 'workflows/salon-appointment.yaml';
let system: TestSystem;
let folder: string;
let settings: Record<string, string>;
let ctx: Ctx;
let slug: string;
let made = 0;
beforeAll(async () => {
  system = await openTestSystem();
  folder = await mkdtemp(join(tmpdir(), 'foyer-cli-'));
  const { username, password, database, host, port } = system.database.owner;
  const address = `postgres://${username}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${host}`;
  settings = { DATABASE_URL: address, FOYER_DATA_DIR: folder };
});
afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  made += 1;
  slug = `w${made}`;
  ctx = systemCtx(system, await createWorkspace(system, { name: 'Salon', slug }));
});

const foyer = (...args: string[]): Promise<CliResult> => runCli(settings, ...args);

test('a workspace is made with its settings, its workflow, and once', async () => {
  const args = ['workspace', 'create', '--name', 'North Dental', '--slug', 'north', '--time-zone', 'Europe/Lisbon'];
  const first = await foyer(...args, '--country', 'PT', '--workflow', salon, '--json');
  expect(first).toMatchObject({ code: 0, err: '' });
  const workspace = await findWorkspace(system, 'north');
  expect(JSON.parse(first.out)).toEqual(workspace);
  expect(workspace).toMatchObject({ name: 'North Dental', timeZone: 'Europe/Lisbon', country: 'PT', locale: 'en' });
  if (workspace) expect((await listWorkflows(systemCtx(system, workspace), { limit: 5 })).data).toHaveLength(1);
  const again = await foyer(...args);
  expect(again).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/^foyer: .*north already.*\n$/) });
});

test('workspaces are listed', async () => {
  const listed = await foyer('workspace', 'list', '--json');
  expect(JSON.parse(listed.out).data).toContainEqual(expect.objectContaining({ slug, name: 'Salon' }));
  expect((await foyer('workspace', 'list')).out).toMatch(new RegExp(`^SLUG .*\\n(.*\\n)*${slug} `));
});

test('key create --json prints one document with the secret, which opens the workspace', async () => {
  const result = await foyer('key', 'create', '--workspace', slug, '--dialect', 'nexor', '--json');
  expect(result).toMatchObject({ code: 0, err: '' });
  const key = JSON.parse(result.out);
  expect(Object.keys(key)).toEqual(['id', 'workspace', 'dialect', 'scopes', 'secret']);
  expect(key).toMatchObject({ workspace: slug, dialect: 'nexor', scopes, secret: expect.stringMatching(/^nxr_live_/) });
  const [row] = await system.db
    .sql`select * from authenticate_api_keys(array[encode(${hashKey(key.secret)}, 'hex')], now())`;
  expect(row).toMatchObject({ keyId: key.id, workspaceSlug: slug, revoked: false, limitPerMinute: null });
});

test('a key has the scopes, the name, the limit and the kind that were asked for', async () => {
  const args = ['--scopes', 'read,leads:write', '--name', 'CRM', '--limit', '7', '--test'];
  const result = await foyer('key', 'create', '--workspace', slug, '--dialect', 'native', ...args);
  const secret = result.out.trim().split('\n').at(-1) ?? '';
  expect(secret).toMatch(/^fy_test_/);
  const [row] = await system.db
    .sql`select * from authenticate_api_keys(array[encode(${hashKey(secret)}, 'hex')], now())`;
  expect(row).toMatchObject({ keyName: 'CRM', limitPerMinute: 7, isTest: true });
  expect(row?.scopes).toHaveLength(6);
});

test('keys are listed without their secrets, and revoked as often as one likes', async () => {
  const key = JSON.parse((await foyer('key', 'create', '--workspace', slug, '--json')).out);
  const listed = await foyer('key', 'list', '--workspace', slug);
  expect(listed.out).toContain(key.id);
  expect(listed.out).not.toContain(key.secret);
  for (let times = 0; times < 2; times += 1) {
    expect(await foyer('key', 'revoke', '--workspace', slug, key.id)).toMatchObject({ code: 0, err: '' });
  }
  const [row] = await system.db
    .sql`select * from authenticate_api_keys(array[encode(${hashKey(key.secret)}, 'hex')], now())`;
  expect(row?.revoked).toBe(true);
  const { data } = JSON.parse((await foyer('key', 'list', '--workspace', slug, '--json')).out);
  expect(data).toMatchObject([{ id: key.id, revokedAt: expect.any(String) }]);
});

test('a workflow is applied, again unchanged, and made the default when asked', async () => {
  const apply = (...args: string[]) => foyer('workflow', 'apply', '--workspace', slug, ...args);
  expect((await apply(salon)).out).toContain('salon-appointment is created (version 1) and the default');
  expect((await apply(salon)).out).toContain('is unchanged');
  const second = await apply('workflows/property-viewing.yaml', '--default', '--json');
  expect(JSON.parse(second.out)).toMatchObject({ change: 'created', key: 'property-viewing', isDefault: true });
  expect(await getWorkflow(ctx, { workflowId: 'property-viewing' })).toMatchObject({ isDefault: true });
  expect((await foyer('workflow', 'list', '--workspace', slug)).out).toMatch(
    /property-viewing +1 +appointment +default/,
  );
});

test('workflow check needs no database and names line and field of every error', async () => {
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  expect(await runCli(nowhere, 'workflow', 'check', salon)).toMatchObject({ code: 0, err: '' });
  const text = (await readFile(salon, 'utf8')).replace('goal: appointment', 'goal: fame').replace('tone:', 'tune:');
  const path = join(folder, 'broken.yaml');
  await writeFile(path, text);
  const result = await runCli(nowhere, 'workflow', 'check', path);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/^broken\.yaml:\d+:\d+ goal: .*$/m);
  expect(result.err).toMatch(/^broken\.yaml:\d+:\d+ agent\S*: .*tune.*$/m);
  expect(result.err.trim().split('\n')).toHaveLength(2);
  expect(await foyer('workflow', 'apply', '--workspace', slug, path)).toMatchObject({ code: 1, out: '' });
});

test('leads are listed, shown and erased; test leads only when asked for', async () => {
  const lead = await createLead(ctx, { name: 'Dana \u001b[31mReyes', email: 'dana@example.com' });
  const trial = await createLead({ ...ctx, isTest: true }, { name: 'Trial' });
  const list = (...args: string[]) => foyer('lead', 'list', '--workspace', slug, '--json', ...args);
  const idsOf = async (result: Promise<CliResult>) => JSON.parse((await result).out).data.map((one: Ided) => one.id);
  expect(await idsOf(list())).toEqual([lead.id]);
  expect(await idsOf(list('--test'))).toEqual([trial.id]);
  expect(await idsOf(list('--stage', 'lost'))).toEqual([]);
  const shown = await foyer('lead', 'get', '--workspace', slug, lead.id);
  expect(shown.out).toContain('dana@example.com');
  expect(shown.out).not.toContain('\u001b');
  expect(JSON.parse((await foyer('lead', 'get', '--workspace', slug, lead.id, '--json')).out)).toEqual(lead);
  expect(await foyer('lead', 'erase', '--workspace', slug, lead.id)).toMatchObject({ code: 0, err: '' });
  expect(await foyer('lead', 'get', '--workspace', slug, lead.id)).toMatchObject({ code: 4, out: '' });
});

test('what does not exist and what is used wrongly have exit codes of their own and one line', async () => {
  expect(await foyer('key', 'list', '--workspace', 'nobody')).toMatchObject({ code: 4, out: '', err: oneLine });
  expect(await foyer('key', 'list')).toMatchObject({ code: 2, out: '', err: oneLine });
  expect(await foyer('--help')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: foyer /) });
});

test('a setting that is none stops a command with one line', async () => {
  const result = await runCli({ ...settings, FOYER_DATA_DRI: '/tmp' }, 'workspace', 'list');
  expect(result).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^.*FOYER_DATA_DIR.*\n$/) });
});

const oneLine = expect.stringMatching(/^foyer: .+\n$/);

interface Ided {
  readonly id: string;
}
