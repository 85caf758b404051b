import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from './run.ts';

const workflow = fileURLToPath(new URL('../../../workflows/salon-appointment.yaml', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-simulate-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Simulates without a database. */
async function simulate(transcript: string, ...options: string[]) {
  const file = join(folder, 'chat.txt');
  await writeFile(file, transcript);
  const out: string[] = [];
  const err: string[] = [];
  const open = () => Promise.reject(new Error('it needs no database'));
  const args = ['simulate', '--workflow', workflow, '--transcript', file, ...options];
  const code = await run(args, '1', { print: (line) => out.push(line), note: (line) => err.push(line), open });
  return { code, out: out.join('\n'), err: err.filter((line) => !line.startsWith('warning')) };
}

const head = 'time zone: America/New_York\nstart: 2027-03-01T10:07\n';

it('shows a conversation: time, who, words, and what came of it', async () => {
  const chat = `${head}lead: a trim please\nwait: 5 days\nlead: stop\nlead: hello\n`;
  const { code, out, err } = await simulate(chat, '--strict');
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toContain('Mon 2027-03-01\n10:07  agent  Hi, I');
  expect(out).toContain('10:07  lead   a trim please\n       agent  ');
  expect(out).toContain('- learned Service: Trim = "Trim", confidence 0.');
  expect(out).toContain('Thu 2027-03-04\n10:07  (status timeout)\n         - status talking -> no_reply (nothing');
  expect(out).toContain('Sat 2027-03-06\n10:07  (waited until now)');
  expect(out).toContain('- opted out: the lead asked not to be contacted');
  expect(out).toMatch(
    /At the end: stage engaged, status \w+, opted out\n {2}score: 20 \(Says what it wants \+20\)\n {2}service: "Trim"/,
  );
});

it('tells where the agent does not say what is expected, and fails only where it shall', async () => {
  const chat = `${head}agent: Hi, I'm Mia...\nlead: a trim please\nagent: Good bye.\n`;
  const { code, out } = await simulate(chat);
  expect(code).toBe(0);
  expect(out).toMatch(/Line 5 is not what the agent says:\n {2}expected: Good bye\.\n {2}said: {5}\S/);
  const strict = await simulate(chat, '--strict');
  expect(strict).toMatchObject({ code: 1, err: [expect.stringContaining('in 1 line.')] });
});

it('prints one JSON document', async () => {
  const { out } = await simulate(`${head}lead: a trim please\nagent: No.\n`, '--json');
  expect(JSON.parse(out)).toMatchObject({
    workflow: { key: 'salon-appointment' },
    after: { stage: 'engaged' },
    differences: [{ line: 4, expected: 'No.' }],
  });
});

it('tells what is wrong with the transcript, a line each', async () => {
  const { code, out, err } = await simulate('laed: hello\nlead:\n');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toEqual([expect.stringContaining('chat.txt:1:1: '), expect.stringContaining('chat.txt:2:6: ')]);
});

it.each([
  [4, ['--workflow', 'no-such-file.yaml', '--transcript', 'none']],
  [4, ['--workflow', workflow, '--transcript', 'none']],
  [2, ['--workflow', workflow]],
  [2, ['more']],
  [0, ['--help']],
])('exit code %i for %j', async (expected, words) => {
  const open = () => Promise.reject(new Error('it needs no database'));
  const code = await run(['simulate', ...words], '1', { print: () => undefined, note: () => undefined, open });
  expect(code).toBe(expected);
});
