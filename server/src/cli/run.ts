import { FoyerError } from '../kernel/errors.ts';
import { reasonOf } from '../kernel/startup-error.ts';
import { type Cli, UsageError } from './command.ts';
import { groups, soloCommands } from './groups.ts';
import { helpFor } from './help.ts';
import { parse } from './parse.ts';

/**
 * Does what a command line asks for and returns the exit code: 0 done, 1 failed, 2 used wrongly, 3 exists already,
 * 4 not found. What went wrong is noted, never raised.
 */
export async function run(args: readonly string[], version: string, cli: Cli): Promise<number> {
  try {
    const request = parse(args, groups, soloCommands);
    if (request.kind === 'version') cli.print(version);
    else if (request.kind === 'help') cli.print(helpFor({ groups, soloCommands }, request.group, request.command));
    else await request.command.run(request.input, cli);
    return 0;
  } catch (error) {
    for (const line of linesOf(error)) cli.note(line);
    return exitCodeOf(error);
  }
}

/** One line an error; a workflow file has a line for each thing that is wrong in it. */
function linesOf(error: unknown): string[] {
  const hasIssues = error instanceof FoyerError && error.issues.length > 0;
  return hasIssues ? error.issues.map(({ message }) => message) : [`foyer: ${reasonOf(error)}`];
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (!(error instanceof FoyerError)) return 1;
  if (error.code === 'conflict' && error.reason?.endsWith('_exists')) return 3;
  return error.code === 'not_found' ? 4 : 1;
}
