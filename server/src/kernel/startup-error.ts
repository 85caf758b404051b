/**
 * A start that cannot go on for a reason its operator can mend. The message is one line that says what to do;
 * the process entry prints it without a stack and exits with 1.
 */
export class StartupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StartupError';
  }
}

/** The words of whatever was thrown, on one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || errorCode(error) || error.name : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** The `code` that Node and postgres.js put on their errors (`ENOENT`, `28P01`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
