// The quick checks: format and lint, types, dead code, import rules. None needs a database.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environmentFor, root } from './set-up.mjs';

const checks = [
  { name: 'format and lint', program: '@biomejs/biome/bin/biome', args: ['ci', '--colors=off'] },
  { name: 'types', program: 'typescript/bin/tsc', args: ['-p', '.', '--pretty', 'false'] },
  {
    name: 'types of the chat page',
    program: 'typescript/bin/tsc',
    args: ['-p', 'server/src/modules/chat/page', '--pretty', 'false'],
  },
  {
    name: "types of a lead's page",
    program: 'typescript/bin/tsc',
    args: ['-p', 'server/src/modules/portal/page', '--pretty', 'false'],
  },
  { name: 'dead code', program: 'knip/bin/knip.js', args: ['--no-progress'] },
  {
    name: 'import rules',
    program: 'vitest/vitest.mjs',
    args: ['run', '--project', 'pure', 'server/src/architecture.test.ts', '--reporter=agent'],
  },
];

/** Runs all checks at once, says how each went, and returns how many passed and failed. */
export async function runChecks(node) {
  const results = await Promise.all(checks.map((check) => runCheck(node, check)));
  for (const { name, code, output, seconds } of results) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '  '));
  }
  const failed = results.filter(({ code }) => code !== 0).length;
  return { passed: results.length - failed, failed };
}

function runCheck(node, { name, program, args }) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const finish = (code, output) =>
      resolve({ name, code, output, seconds: ((Date.now() - startedAt) / 1000).toFixed(1) });
    const child = spawn(node, [join(root, 'node_modules', program), ...args], {
      cwd: root,
      env: { ...environmentFor(node), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => finish(1, error.message));
    child.once('close', (code) => finish(code ?? 1, output));
  });
}
