import { checkWorkflow } from '../../engagement/workflow/checks/check-workflow.ts';
import { formatPath, startsWith } from '../../engagement/workflow/checks/problem.ts';
import type { WorkflowDefinition } from '../../engagement/workflow/definition.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import { MAX_PROBLEMS } from './plain-yaml.ts';
import { type Position, readYaml, type YamlFile } from './read-yaml.ts';

const MAX_FILE_BYTES = 256 * 1024;

export interface ParsedWorkflowFile {
  /** Valid, with defaults filled in. */
  readonly definition: WorkflowDefinition;
  /** What is allowed but probably not meant, worded and ordered as errors are. */
  readonly warnings: readonly Issue[];
}

export interface ParseWorkflowOptions {
  /** Stands at the start of every message; it is not read. */
  readonly fileName: string;
  /** With it, closures before its day in UTC get a warning. */
  readonly now?: Date;
}

interface Found extends Issue {
  readonly position: Position;
  readonly severity: 'error' | 'warning';
}

/**
 * Reads and checks a workflow file. Throws `invalid_input` with every error found, in the order of the file, each
 * worded `salon.yaml:14:7 fields[2].options: a select needs at least two options` (line and column from 1).
 */
export function parseWorkflowFile(text: string, { fileName, now }: ParseWorkflowOptions): ParsedWorkflowFile {
  const size = Buffer.byteLength(text);
  if (size > MAX_FILE_BYTES) {
    throw refusal(fileName, [
      { path: [], message: `${fileName}:1:1: the file has ${size} bytes; shorten it to at most ${MAX_FILE_BYTES}` },
    ]);
  }
  const file = readYaml(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const syntax = file.problems.map(({ path, message, offset }): Found => {
    return { path, message, position: file.positionOf(offset), severity: 'error' };
  });
  const { definition, found } = check(file, now);
  const news = found.filter(({ path }) => !syntax.some((one) => one.path.length > 0 && startsWith(path, one.path)));
  const all = [...syntax, ...news].sort(byPosition).map((one) => ({ ...one, message: worded(fileName, one) }));
  const issues = all.filter(({ severity }) => severity === 'error').map(toIssue);
  if (definition === undefined || issues.length > 0) throw refusal(fileName, issues);
  return { definition, warnings: all.map(toIssue) };
}

function check(file: YamlFile, now: Date | undefined): { definition?: WorkflowDefinition | undefined; found: Found[] } {
  if (file.value === undefined) return { found: [] };
  if (file.value === null) {
    const message = 'the file is empty; begin with `key: my-workflow`';
    return { found: [{ path: [], message, position: { line: 1, column: 1 }, severity: 'error' }] };
  }
  const { definition, problems } = checkWorkflow(file.value, { today: now?.toISOString().slice(0, 10) });
  const found = problems.map((problem): Found => ({ ...problem, position: file.locate(problem.path, problem.at) }));
  return { definition, found };
}

function worded(fileName: string, { path, message, position }: Found): string {
  const way = formatPath(path);
  return `${fileName}:${position.line}:${position.column}${way === '' ? '' : ` ${way}`}: ${message}`;
}

function refusal(fileName: string, issues: readonly Issue[]): Error {
  const shown = issues.slice(0, MAX_PROBLEMS);
  const count =
    issues.length === 1 ? '1 error' : `${issues.length >= MAX_PROBLEMS ? 'at least ' : ''}${shown.length} errors`;
  return invalidInput(`The workflow file ${fileName} has ${count}.`, shown);
}

function byPosition(a: Found, b: Found): number {
  return a.position.line - b.position.line || a.position.column - b.position.column;
}

function toIssue({ path, message }: Issue): Issue {
  return { path, message };
}
