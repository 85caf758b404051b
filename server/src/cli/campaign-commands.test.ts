import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { salesWorkflow } from '../../test/pipeline.ts';
import { openTestSystem, type TestSystem } from '../../test/system.ts';
import { createLead } from '../modules/leads/index.ts';
import { createWorkspace, systemCtx } from '../modules/workspaces/index.ts';
import { run } from './run.ts';

let system: TestSystem;
let folder: string;
let leadId: string;
beforeAll(async () => {
  system = await openTestSystem();
  const workspace = await createWorkspace(system, { name: 'One', slug: 'w1', workflows: [salesWorkflow()] });
  leadId = (await createLead(systemCtx(system, workspace), { source: 'fair', optedOut: true })).id;
  folder = await mkdtemp(join(tmpdir(), 'foyer-campaigns-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await system.close();
});

async function foyer(verb: string, ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const open = async () => system;
  const line = ['campaign', verb, '--workspace', 'w1', ...args];
  const code = await run(line, '1.2.3', { print: (text) => out.push(text), note: (text) => err.push(text), open });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
async function file(name: string, value: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(value));
  return path;
}

test('a campaign is made, filled, moved through its states and shown', async () => {
  const windows = await file('windows.json', { monday: [{ from: '09:00', to: '12:00' }] });
  const made = await foyer(
    'create',
    '--name',
    'Spring',
    '--workflow',
    'sales',
    '--per-hour',
    '60',
    '--windows',
    windows,
    '--json',
  );
  const { id, perHour } = JSON.parse(made.out);
  expect([made.code, perHour]).toEqual([0, 60]);
  const fair = await file('fair.json', { filter: { source: 'fair' } });
  expect((await foyer('add', id, '--leads', fair, '--dry-run')).out).toBe(
    'Would add 1 of 1.\nWould be skipped as opted_out: 1',
  );
  const ids = await file('ids.json', { leadIds: [leadId, '01890000-0000-7000-8000-000000000000'] });
  expect((await foyer('add', id, '--leads', ids)).out).toBe(
    'Added 1 of 1.\nRefused number 2: No lead with this id in this workspace.',
  );
  expect((await foyer('list')).out).toMatch(new RegExp(`${id} +draft +1 +0 +0 +Spring`));
  for (const [verb, state] of [
    ['start', 'running'],
    ['pause', 'paused'],
    ['resume', 'running'],
    ['cancel', 'cancelled'],
  ] as const)
    expect((await foyer(verb, id)).out).toMatch(new RegExp(`^Spring is ${state}: `));
  expect((await foyer('get', id)).out).toBe(
    'Spring is cancelled: 0 waiting, 0 enrolled, 1 skipped, 0 failed.\nSkipped as campaign_cancelled: 1\nEngaged 0, qualified 0, booked 0, opted out 0.',
  );
});

test('what is wrong with it is said in a line', async () => {
  const nothing = await file('nothing.json', {});
  const bad = await foyer('create', '--name', 'x', '--workflow', 'sales', '--per-hour', 'many');
  expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('perHour')]);
  expect((await foyer('create', '--name', 'x', '--workflow', 'none')).code).toBe(4);
  expect((await foyer('add', '01890000-0000-7000-8000-000000000000', '--leads', nothing)).err).toContain('Give one of');
  expect((await foyer('add', '01890000-0000-7000-8000-000000000000', '--leads', join(folder, 'no.json'))).code).toBe(2);
  expect((await foyer('start', 'no-uuid')).code).toBe(2);
});
