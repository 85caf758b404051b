import { parseArgs } from 'node:util';
import { nearestWord } from '../kernel/nearest-word.ts';
import { type Command, type CommandGroup, type Input, UsageError } from './command.ts';

/** What the words of a command line ask for. */
export type Request =
  | { readonly kind: 'help'; readonly group?: CommandGroup; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: Command; readonly input: Input };

/** Reads a command line without the program's own name. Throws UsageError with one line that says what to do. */
export function parse(
  args: readonly string[],
  groups: readonly CommandGroup[],
  soloCommands: readonly Command[],
): Request {
  const [first, second, ...rest] = args;
  if (first === '--version' || first === '-v') return { kind: 'version' };
  if (isHelp(first)) return { kind: 'help' };
  const solo = soloCommands.find(({ name }) => name === first);
  if (solo) return readCommand(solo, args.slice(1), `foyer ${solo.name}`);
  const group = find(groups, first, 'foyer', soloCommands);
  if (isHelp(second)) return { kind: 'help', group };
  const command = find(group.commands, second, `foyer ${group.name}`);
  return readCommand(command, rest, `foyer ${group.name} ${command.name}`, group);
}

function readCommand(command: Command, words: readonly string[], name: string, group?: CommandGroup): Request {
  const wantsHelp = words.some((word) => word === '--help' || word === '-h') || (!group && isHelp(words[0]));
  if (wantsHelp) return { kind: 'help', command, ...(group && { group }) };
  return { kind: 'run', command, input: readInput(command, words, `${name} --help`) };
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h' || word === 'help';
}

interface Named {
  readonly name: string;
}

/** `others` are named where nothing is found, as they could have been meant. */
function find<T extends Named>(
  all: readonly T[],
  name: string | undefined,
  before: string,
  others: readonly Named[] = [],
): T {
  const names = [...all, ...others].map((one) => one.name);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  if (name === undefined)
    throw new UsageError(`Say what to do: ${before} ${names.join('|')}. ${before} --help tells more.`);
  const near = nearestWord(name, names);
  throw new UsageError(
    `There is no command ${before} ${name}: ${near ? `did you mean ${near}?` : `there are ${names.join(', ')}.`}`,
  );
}

function readInput(command: Command, words: readonly string[], help: string): Input {
  const { values, positionals } = readWords(command, words, help);
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  for (const [name, option] of Object.entries(command.options)) {
    if (option.isRequired && !text(name)) throw new UsageError(`--${name} ${option.value} is missing: see ${help}.`);
  }
  const [argument, extra] = positionals;
  if (command.argument && !argument) throw new UsageError(`${command.argument.name} is missing: see ${help}.`);
  const odd = command.argument ? extra : argument;
  if (odd !== undefined) throw new UsageError(`${JSON.stringify(odd)} is one word too many: see ${help}.`);
  return {
    argument: argument ?? '',
    text,
    needed: (name) => text(name) ?? '',
    flag: (name) => values[name] === true,
  };
}

function readWords(command: Command, words: readonly string[], help: string) {
  const options = Object.entries(command.options).map(([name, option]) => {
    return [name, { type: option.value === undefined ? 'boolean' : 'string' }] as const;
  });
  try {
    return parseArgs({ args: [...words], options: Object.fromEntries(options), allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const unknown = /^Unknown option '--?([^'=]+)/.exec(error.message)?.[1];
    const near = unknown === undefined ? undefined : nearestWord(unknown, Object.keys(command.options));
    if (unknown !== undefined) {
      throw new UsageError(`There is no option --${unknown}: ${near ? `did you mean --${near}?` : `see ${help}.`}`);
    }
    throw new UsageError(`${error.message.split('\n')[0]?.split('. ')[0]}: see ${help}.`);
  }
}
