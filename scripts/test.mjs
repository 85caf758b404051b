// npm test: sets up, runs the checks and every test, and ends with one line that says how many passed and failed.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './lib/checks.mjs';
import { runCommand } from './lib/machine.mjs';
import { environmentFor, root, setUp } from './lib/set-up.mjs';

await runCommand(async () => {
  const node = await setUp({ dev: true });
  const checks = await runChecks(node);
  const tests = await runTests(node, process.argv.slice(2));
  const failed = checks.failed + tests.failed;
  console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

async function runTests(node, args) {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-report-'));
  const report = join(folder, 'report.json');
  try {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(node, [vitest, 'run', ...reporters, ...args]);
    return count(code, await readReport(report));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that could not be loaded, and an end that no test explains, count as one failure each. */
function count(code, report) {
  if (!report) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((each) => each.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function readReport(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    console.error('The test runner left no report: it crashed.');
    return undefined;
  }
}

function run(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, env: environmentFor(node), stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
