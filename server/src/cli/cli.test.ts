import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
  const [row] = await system.db.sql`select * from find_api_keys(array[encode(${hashKey(key.secret)}, 'hex')])`;
  expect(row).toMatchObject({ keyId: key.id, workspaceSlug: slug, isRevoked: false, limitPerMinute: null });
});

test('a key has the scopes, the name, the limit and the kind that were asked for', async () => {
  const args = ['--scopes', 'read,leads:write', '--name', 'CRM', '--limit', '7', '--test'];
  const result = await foyer('key', 'create', '--workspace', slug, '--dialect', 'native', ...args);
  const secret = result.out.trim().split('\n').at(-1) ?? '';
  expect(secret).toMatch(/^fy_test_/);
  const [row] = await system.db.sql`select * from find_api_keys(array[encode(${hashKey(secret)}, 'hex')])`;
  expect(row).toMatchObject({ limitPerMinute: 7, isTest: true });
  expect(row?.scopes).toHaveLength(7);
  const { data } = JSON.parse((await foyer('key', 'list', '--workspace', slug, '--json')).out);
  expect(data).toMatchObject([{ name: 'CRM' }]);
});

test('keys are listed without their secrets, and revoked as often as one likes', async () => {
  const key = JSON.parse((await foyer('key', 'create', '--workspace', slug, '--json')).out);
  const listed = await foyer('key', 'list', '--workspace', slug);
  expect(listed.out).toContain(key.id);
  expect(listed.out).not.toContain(key.secret);
  for (let times = 0; times < 2; times += 1) {
    expect(await foyer('key', 'revoke', '--workspace', slug, key.id)).toMatchObject({ code: 0, err: '' });
  }
  const [row] = await system.db.sql`select * from find_api_keys(array[encode(${hashKey(key.secret)}, 'hex')])`;
  expect(row?.isRevoked).toBe(true);
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

test('automations are made by a file, tried out, paused and removed', async () => {
  const rule = join(folder, 'rule.json');
  const action = { do: 'addTag', with: { tag: 'vip' } };
  const conditions = { field: 'lead.source', operator: '=', value: 'ads' };
  await writeFile(rule, JSON.stringify({ name: 'Tag', on: ['lead.created'], conditions, action }));
  const automation = (...args: string[]) => foyer('automation', ...args, '--workspace', slug);
  const { id } = JSON.parse((await automation('create', rule, '--json')).out);
  const lead = await createLead(ctx, { source: 'ads' });
  expect((await automation('test', id, '--lead', lead.id)).out).toBe(
    'yes  lead.source = "ads"  (it is "ads")\nIt would act: {"do":"addTag","with":{"tag":"vip"}}\n',
  );
  expect((await automation('pause', id)).out).toBe(`The automation ${id} is paused.\n`);
  expect((await automation('list')).out).toMatch(new RegExp(`\n${id} +paused +live +lead.created +Tag\n$`));
  await writeFile(rule, '{"name": "Other"}');
  expect((await automation('update', id, '--file', rule)).out).toBe('Changed the automation Other.\n');
  expect(JSON.parse((await automation('firings', id, '--json')).out)).toEqual({ data: [] });
  await writeFile(rule, '{"name": "", "on": ["lead.create"]}');
  expect((await automation('create', rule)).err).toMatch(
    /^name: .*\non.0: .*did you mean lead.created.*\naction: .*\n$/,
  );
  expect((await automation('remove', id)).out).toBe(`The automation ${id} is removed.\n`);
}, 60_000);

test('members are added, listed, changed and removed', async () => {
  const hours = join(folder, 'hours.json');
  await writeFile(hours, '{"monday": [{"from": "09:00", "to": "17:00"}]}');
  const member = (...args: string[]) => foyer('member', ...args, '--workspace', slug);
  const made = await member('create', '--name', 'Olga', '--email', 'olga@example.com', '--hours', hours, '--json');
  expect(made).toMatchObject({ code: 0, err: '' });
  const { id, ...olga } = JSON.parse(made.out);
  expect(olga).toMatchObject({ name: 'Olga', role: 'operator', hours: { monday: [{ from: '09:00', to: '17:00' }] } });
  expect((await member('list')).out).toMatch(new RegExp(`^ID .*\n${id}  operator  active  olga@example.com  Olga\\n$`));
  const changed = await member('update', id, '--role', 'owner', '--hours', '-', '--json');
  expect(JSON.parse(changed.out)).toMatchObject({ id, name: 'Olga', role: 'owner', hours: null });
  expect(await member('remove', id)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/last owner/) });
  await member('create', '--name', 'Ada', '--email', 'ada@example.com', '--role', 'owner');
  expect(await member('create', '--name', 'Eve', '--email', 'ADA@example.com')).toMatchObject({
    code: 3,
    err: oneLine,
  });
  await createLead(ctx, { assignedMemberId: id });
  expect(JSON.parse((await member('remove', id, '--json')).out)).toEqual({ id, removed: false, deactivated: true });
  const wrong = await member('create', '--name', 'Eve', '--email', 'eve', '--role', 'queen');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/^email: .*\nrole: .*\n$/);
});

test('addresses are suppressed, listed in any spelling, and freed', async () => {
  const suppression = (...args: string[]) => foyer('suppression', ...args, '--workspace', slug);
  const made = await suppression('add', '+52 1 664 123 4567', '--reason', 'wrong_number', '--json');
  expect(made).toMatchObject({ code: 0, err: '' });
  const { id } = JSON.parse(made.out);
  expect(await suppression('add', 'Gone@Example.com')).toMatchObject({
    code: 0,
    out: expect.stringContaining('manual'),
  });
  expect((await suppression('list', '--address', '+526641234567')).out).toMatch(
    new RegExp(`^ID .*\n${id}  .*  wrong_number  \\+5216641234567\n$`),
  );
  expect(JSON.parse((await suppression('list', '--json')).out).data).toHaveLength(2);
  expect(JSON.parse((await suppression('remove', id, '--json')).out)).toEqual({ id, lifted: true });
  expect(await suppression('remove', id)).toMatchObject({ code: 4, out: '' });
  expect((await suppression('list', '--lifted')).out).toContain(id);
  expect(await suppression('add', 'gone@example.com', '--reason', 'boredom')).toMatchObject({ code: 2, err: oneLine });
  expect(await suppression('add', 'nobody')).toMatchObject({ code: 1, out: '' });
});

test('what does not exist and what is used wrongly have exit codes of their own and one line', async () => {
  expect(await foyer('key', 'list', '--workspace', 'nobody')).toMatchObject({ code: 4, out: '', err: oneLine });
  expect(await foyer('key', 'list')).toMatchObject({ code: 2, out: '', err: oneLine });
  expect(await foyer('--help')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: foyer /) });
});

test('knowledge is brought to what a folder says, listed, asked and removed', async () => {
  const pages = join(folder, `pages-${slug}`);
  await mkdir(join(pages, 'more', '.hidden'), { recursive: true });
  await writeFile(join(pages, 'visit.md'), '# Visiting us\n\nThere is a car park behind the house.\n');
  await writeFile(join(pages, 'more', 'dogs.txt'), 'Small dogs are welcome.');
  await writeFile(join(pages, 'more', '.hidden', 'draft.md'), 'Nobody knows.');
  await writeFile(join(pages, 'house.png'), 'x');
  const knowledge = (...args: string[]) => foyer('knowledge', ...args, '--workspace', slug);
  expect(await knowledge('add', pages)).toEqual({ code: 0, err: '', out: 'more/dogs.txt: added\nvisit.md: added\n' });
  await writeFile(join(pages, 'visit.md'), 'Take the tram.');
  expect((await knowledge('add', pages)).out).toBe('more/dogs.txt: unchanged\nvisit.md: replaced\n');
  expect((await knowledge('list')).out).toMatch(/^ID .*\n(.* en +1 +(visit.md +Visit|more\/dogs.txt +Dogs)\n){2}$/);
  const found = JSON.parse((await knowledge('search', 'Are dogs welcome?', '--json')).out).data;
  expect(found).toMatchObject([{ path: 'more/dogs.txt', answer: 'Small dogs are welcome.', confidence: 1 }]);
  expect((await knowledge('search', 'dogs')).out).toMatch(/^CONFIDENCE.*\n1\.00 +more\/dogs\.txt +Small dogs/);
  expect((await knowledge('search', 'surfboards')).out).toBe('The knowledge says nothing to that.\n');
  await rm(join(pages, 'more'), { recursive: true });
  await writeFile(join(pages, 'empty.md'), '# Nothing\n');
  const synced = await knowledge('add', pages, '--sync');
  expect(synced).toMatchObject({ code: 1, out: 'visit.md: unchanged\nmore/dogs.txt: removed\n' });
  expect(synced.err).toContain('empty.md has no text');
  await writeFile(join(pages, 'empty.md'), '\uFEFF\n');
  const err = 'empty.md: The file is empty. Write into it what may be answered, or take it away.\n';
  expect(await knowledge('add', join(pages, 'empty.md'))).toEqual({ code: 1, out: '', err });
  expect(await knowledge('remove', 'visit.md')).toMatchObject({ code: 0, out: 'visit.md is removed.\n' });
  expect(await knowledge('remove', 'visit.md')).toMatchObject({ code: 4, err: oneLine });
  expect(await knowledge('add', join(pages, 'nowhere'))).toMatchObject({ code: 4, err: oneLine });
  expect(await knowledge('add', join(pages, 'visit.md'), '--sync')).toMatchObject({ code: 2, err: oneLine });
});

test('a simulation asks the knowledge of a workspace, or files that leave nothing there', async () => {
  const pages = join(folder, `tried-${slug}`);
  await mkdir(pages);
  await writeFile(join(pages, 'dogs.md'), '# Animals\n\nSmall dogs are welcome.\n');
  const transcript = join(folder, `${slug}.txt`);
  await writeFile(transcript, 'lead: Are dogs welcome?\n');
  const simulate = (...args: string[]) => foyer('simulate', '--workflow', salon, '--transcript', transcript, ...args);
  const answer = 'Small dogs are welcome. (From “Animals”.)';
  const without = await simulate();
  expect(without).toMatchObject({ code: 0, err: expect.stringMatching(/note: no knowledge was asked for "Are dogs/) });
  expect(without.out).not.toContain(answer);
  expect((await simulate('--workspace', slug, '--knowledge', pages)).out).toContain(answer);
  expect((await simulate('--workspace', slug)).out).not.toContain(answer);
  expect(await foyer('knowledge', 'list', '--workspace', slug)).toMatchObject({
    out: expect.not.stringContaining('dogs'),
  });
  await foyer('knowledge', 'add', pages, '--workspace', slug);
  expect((await simulate('--workspace', slug)).out).toContain(answer);
  expect(await simulate('--knowledge', pages)).toMatchObject({ code: 2, err: oneLine });
  expect(await simulate('--workspace', slug, '--knowledge', join(pages, 'none'))).toMatchObject({
    code: 4,
    err: oneLine,
  });
});

test('a setting that is none stops a command with one line', async () => {
  const result = await runCli({ ...settings, FOYER_DATA_DRI: '/tmp' }, 'workspace', 'list');
  expect(result).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^.*FOYER_DATA_DIR.*\n$/) });
});

const oneLine = expect.stringMatching(/^foyer: .+\n$/);

interface Ided {
  readonly id: string;
}
