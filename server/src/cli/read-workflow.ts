import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FoyerError } from '../kernel/errors.ts';
import { errorCode, reasonOf } from '../kernel/startup-error.ts';
import { parseWorkflowFile, type WorkflowFile } from '../modules/workflows/index.ts';

type CheckedFile = WorkflowFile & ReturnType<typeof parseWorkflowFile>;

/** A workflow file that is in order. Raises `not_found`, or `invalid_input` with a line for each error. */
export async function readWorkflow(path: string): Promise<CheckedFile> {
  const text = await readTextFile(path);
  const fileName = basename(path);
  return { text, fileName, ...parseWorkflowFile(text, { fileName, now: new Date() }) };
}

/** Raises `not_found`, and `invalid_input` for what cannot be read. */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw new FoyerError('not_found', `There is no file ${path}.`);
    throw new FoyerError('invalid_input', `The file ${path} cannot be read: ${reasonOf(error)}.`);
  });
}
