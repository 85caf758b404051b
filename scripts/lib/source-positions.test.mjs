import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('a stack of bundled code names the lines of the source, and a place without a map itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-positions-'));
  try {
    const source = join(folder, 'thrower.ts');
    const lines = [
      'interface Shape { readonly sides: number }',
      '',
      'export function fails(shape: Shape): never {',
      "  throw new Error('no ' + shape.sides);",
      '}',
      'const text = `one',
      'two`;',
      'try { fails({ sides: text.length }); } catch (error) { console.log(error.stack); }',
    ];
    writeFileSync(source, lines.join('\n'));
    const outfile = join(folder, 'foyer-server', 'out.mjs');
    const inject = [join(import.meta.dirname, 'source-positions.mjs')];
    const shape = { bundle: true, format: 'esm', platform: 'node', minifyWhitespace: true, sourcesContent: false };
    await build({ entryPoints: [source], outfile, inject, ...shape, sourcemap: true });
    const run = () => execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
    const stack = run();
    expect(stack).toContain('Error: no 7');
    expect(stack).toMatch(/at fails \(file:.*\/thrower\.ts:4:9\)/);
    expect(stack).toMatch(/at file:.*\/thrower\.ts:8:7/);
    rmSync(`${outfile}.map`);
    expect(run()).toMatch(/at fails \(file:.*\/out\.mjs:\d+:\d+\)/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
