import { FoyerError, type Issue } from '../../kernel/errors.ts';
import { type ParsedWorkflowFile, parseWorkflowFile } from './parse-workflow-file.ts';

/** A workflow in a body of the API: the text of a file, or the same as JSON. */
export interface WorkflowBody {
  readonly source?: string | undefined;
  readonly definition?: Readonly<Record<string, unknown>> | undefined;
}

/** A workflow in a body, read and checked. Raises `invalid_input` with issues at their places in the body. */
export function readWorkflowBody(body: WorkflowBody, now: Date): ParsedWorkflowFile {
  const { text, fileName } = fileOf(body);
  try {
    return parseWorkflowFile(text, { fileName, now });
  } catch (error) {
    throw asBodyError(body, error);
  }
}

/** A body as the file that it stands for. */
export function fileOf({ source, definition }: WorkflowBody): { readonly text: string; readonly fileName: string } {
  if (source !== undefined) return { text: source, fileName: 'source' };
  return { text: JSON.stringify(definition, null, 2), fileName: 'definition' };
}

/** An error of such a file as one of the body; any other as it is. */
export function asBodyError({ source }: WorkflowBody, error: unknown): unknown {
  if (!(error instanceof FoyerError) || error.code !== 'invalid_input') return error;
  // The text of a file has no inner places that a pointer could name.
  const toIssue = ({ path, message }: Issue): Issue =>
    source === undefined
      ? { path: ['definition', ...path], message: withoutLine(message) }
      : { path: ['source'], message };
  return new FoyerError('invalid_input', error.message, { issues: error.issues.map(toIssue) });
}

/** JSON that the API was given has no lines that its caller has seen. */
export function withoutLine(message: string): string {
  return message.replace(/^definition:\d+:\d+ /, '');
}
