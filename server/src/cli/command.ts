import type { SystemContext } from '../modules/workspaces/index.ts';

export interface Option {
  /** What stands for the value in the help, such as `SLUG`; a flag has none. */
  readonly value?: string;
  readonly summary: string;
  readonly isRequired?: boolean;
}

/** One command as data: its options make the parser and the help. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Whole sentences for the command's own help. */
  readonly details?: string;
  /** The one word that is no option, always needed where there is one. */
  readonly argument?: { readonly name: string; readonly summary: string };
  readonly options: Readonly<Record<string, Option>>;
  run(input: Input, cli: Cli): Promise<void>;
}

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

/** What was typed, checked against the command's options. */
export interface Input {
  /** The argument, or an empty text where the command has none. */
  readonly argument: string;
  text(option: string): string | undefined;
  /** The value of a required option. */
  needed(option: string): string;
  flag(option: string): boolean;
}

/** What a command works with. */
export interface Cli {
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes a line to standard error: warnings and progress. */
  note(line: string): void;
  /** The database, opened at the first call; closed by whoever runs the command. */
  open(): Promise<SystemContext>;
}

/** What was typed cannot be meant so: exit code 2. The message is one line. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const workspaceOption: Option = { value: 'SLUG', summary: 'The workspace.', isRequired: true };
export const jsonOption: Option = { summary: 'Print one JSON document and nothing else.' };
