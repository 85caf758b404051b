import { execFileSync } from 'node:child_process';

/**
 * The seed of a test of random cases: that of the environment, else one of the commit. So every commit is tested with
 * cases of its own, and the same commit with the same ones wherever it is tested; outside of a checkout it is 1.
 */
export function seedFor(variable: string): number {
  const given = Number(process.env[variable]);
  if (given > 0) return given;
  try {
    const tree = execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { cwd: import.meta.dirname, stdio: 'pipe' });
    return Number.parseInt(tree.toString('latin1', 0, 7), 16);
  } catch {
    return 1;
  }
}
