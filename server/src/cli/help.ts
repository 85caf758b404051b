import type { Command, CommandGroup } from './command.ts';

const EXIT_CODES = `Exit codes: 0 done, 1 failed, 2 used wrongly, 3 exists already, 4 not found.`;

/** The help of the program, a group or a command. */
export function helpFor(
  { groups, soloCommands }: { groups: readonly CommandGroup[]; soloCommands: readonly Command[] },
  group?: CommandGroup,
  command?: Command,
): string {
  if (command) return commandHelp(command, group);
  if (group) return groupHelp(group);
  const rows = groups.flatMap((one) =>
    one.commands.map((each): [string, string] => [`${one.name} ${each.name}`, each.summary]),
  );
  return [
    'Usage: foyer GROUP COMMAND [options]',
    '',
    'Looks after a Foyer installation, also while its server runs.',
    '',
    ...columns([...rows, ...soloCommands.map(({ name, summary }): [string, string] => [name, summary])]),
    '',
    'foyer GROUP COMMAND --help tells more. foyer --version prints the version.',
    EXIT_CODES,
  ].join('\n');
}

function groupHelp(group: CommandGroup): string {
  const rows = group.commands.map((each): [string, string] => [each.name, each.summary]);
  return [`Usage: foyer ${group.name} COMMAND [options]`, '', group.summary, '', ...columns(rows)].join('\n');
}

function commandHelp(command: Command, group: CommandGroup | undefined): string {
  const options = Object.entries(command.options);
  const usage = options.map(([name, option]) => {
    const text = option.value === undefined ? `--${name}` : `--${name} ${option.value}`;
    return option.isRequired ? text : `[${text}]`;
  });
  const words = [
    'foyer',
    ...(group ? [group.name] : []),
    command.name,
    ...usage,
    ...(command.argument ? [command.argument.name] : []),
  ];
  const rows: [string, string][] = [
    ...(command.argument ? [[command.argument.name, command.argument.summary] satisfies [string, string]] : []),
    ...options.map(([name, { value, summary }]): [string, string] => [
      value === undefined ? `--${name}` : `--${name} ${value}`,
      summary,
    ]),
    ['--help', 'Print this.'],
  ];
  const details = command.details === undefined ? [] : [command.details, ''];
  return [`Usage: ${words.join(' ')}`, '', command.summary, '', ...details, ...columns(rows), '', EXIT_CODES].join(
    '\n',
  );
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
