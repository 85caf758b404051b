// Says in one line why Foyer cannot run on this machine, before anything is installed.

/** An end that its reader can mend: printed as one line, without a stack. */
export class SetUpError extends Error {}

const OLDEST_NODE = [20, 19];

/** True where the operating system's C library is musl, whose programs differ from those we fetch. */
function isMusl() {
  if (process.platform !== 'linux') return false;
  // Of networks it would ask the name of each address.
  process.report.excludeNetwork = true;
  const { header } = process.report.getReport();
  return header.glibcVersionRuntime === undefined;
}

/** True if this very process is new enough to run the server, which is TypeScript without a build step. */
export function isNodeNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= 24;
}

/** Throws SetUpError for a machine on which nothing of ours can run. */
export function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new SetUpError(
      `Foyer needs Node 20.19 or newer and this is ${process.versions.node}: see https://nodejs.org.`,
    );
  }
  if (process.platform === 'win32') {
    throw new SetUpError('Foyer does not run on Windows itself: use WSL 2 (https://learn.microsoft.com/windows/wsl).');
  }
  if (!isNodeNewEnough() && isMusl()) {
    throw new SetUpError(
      'This system has musl instead of glibc (Alpine?): use a glibc system, or install Node 24 and set DATABASE_URL.',
    );
  }
}

/** Runs a command of ours; a SetUpError becomes one line and exit code 1, anything else is a bug and keeps its stack. */
export async function runCommand(command) {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
