import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run.ts';

const workflow = fileURLToPath(new URL('../../bench/understanding/salon.yaml', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-understand-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function understand(lines: string, ...more: string[]) {
  const [from, to] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  await writeFile(from, lines);
  const out: string[] = [];
  const err: string[] = [];
  const open = () => Promise.reject(new Error('the command needs no database'));
  const args = ['understand', '--workflow', workflow, '--in', from, '--out', to, ...more];
  const code = await run(args, '1.2.3', { print: (line) => out.push(line), note: (line) => err.push(line), open });
  return { code, out, err, read: () => readFile(to, 'utf8') };
}

const turns = [
  { speaker: 'lead', text: 'I need a salon in Concord' },
  { speaker: 'agent', text: 'How about Empire Barbershop in Concord?' },
  { speaker: 'lead', text: 'Book it for March 13th at 18:30' },
];

test('writes what is known after each turn of the lead', async () => {
  const line = JSON.stringify({ id: 'one', turns });
  const { code, out, read } = await understand(`${line}\n\n${line}\n`, '--now', '2026-03-01T09:00:00Z');
  expect(code).toBe(0);
  expect(out).toEqual(['Understood 2 conversations of 6 turns.']);
  const [first, second] = (await read())
    .trim()
    .split('\n')
    .map((text): unknown => JSON.parse(text));
  expect(first).toEqual(second);
  expect(first).toMatchObject({
    id: 'one',
    states: [
      { city: 'Concord' },
      { city: 'Concord', stylist_name: 'Empire Barbershop', appointment_date: 'March 13th', appointment_time: '18:30' },
    ],
    values: [
      {},
      { appointment_date: { value: '2026-03-13', valueText: 'March 13th' }, appointment_time: { value: '18:30' } },
    ],
  });
});

test.each([
  ['{"id": 1', 'line 2 is not JSON'],
  ['{"id": 1, "turns": [{"speaker": "robot", "text": "hi"}]}', 'line 2: turns.0.speaker'],
  ['{"turns": []}', 'line 2: id'],
])('says which line is broken: %s', async (line, message) => {
  const { code, err } = await understand(`${JSON.stringify({ id: 1, turns })}\n${line}\n`);
  expect(code).toBe(1);
  expect(err.join()).toContain(message);
});

test('says which file is missing and which option is wrong', async () => {
  expect((await understand('', '--in', join(folder, 'none.jsonl'))).code).toBe(4);
  expect((await understand('', '--now', 'soon')).code).toBe(2);
});
