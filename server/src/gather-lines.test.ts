import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherLines } from './gather-lines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const written: string[] = [];
  const lines = gatherLines({ write: (text) => written.push(text) });
  return { written, lines };
}

test('lines go out together, in their order, within ten milliseconds', () => {
  const { written, lines } = open();
  lines.write('a\n');
  lines.write('b\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(10);
  lines.write('c\n');
  vi.advanceTimersByTime(10);
  expect(written).toEqual(['a\nb\n', 'c\n']);
  lines.close();
});

test('many lines do not wait', () => {
  const { written, lines } = open();
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 17; count += 1) lines.write(line);
  expect(written).toEqual([line.repeat(17)]);
  lines.close();
});

test('closing writes what is gathered; what comes later is written at once', () => {
  const { written, lines } = open();
  lines.write('a\n');
  lines.close();
  lines.write('b\n');
  expect(written).toEqual(['a\n', 'b\n']);
});

test.each([
  ['ends', '', 0],
  ['exits', 'process.exit(3)', 3],
  ['fails', 'throw new Error("unforeseen")', 1],
  ['has a promise that fails', 'await Promise.reject(new Error("unforeseen"))', 1],
])('nothing is lost where the process %s', (_how, end, status) => {
  const source = `
    import { pino } from 'pino';
    import { gatherLines } from ${JSON.stringify(new URL('./gather-lines.ts', import.meta.url).href)};
    const log = pino({ base: null, timestamp: false }, gatherLines(pino.destination({ dest: 1, sync: true })));
    log.info('one');
    log.info('two');
    ${end}`;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd, encoding: 'utf8' });
  expect(ended.status).toBe(status);
  expect(ended.stdout).toBe('{"level":30,"msg":"one"}\n{"level":30,"msg":"two"}\n');
});
