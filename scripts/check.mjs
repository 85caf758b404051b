// npm run check: format, lint, types, dead code and import rules, in seconds and without a database.
import { runChecks } from './lib/checks.mjs';
import { runCommand } from './lib/machine.mjs';
import { setUp } from './lib/set-up.mjs';

await runCommand(async () => {
  const node = await setUp({ dev: true });
  const { failed } = await runChecks(node);
  return failed === 0 ? 0 : 1;
});
