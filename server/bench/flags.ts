import { parseArgs } from 'node:util';
import { StartupError } from '../src/kernel/startup-error.ts';

export interface Flags {
  readonly leads: number;
  /** Of one round of one case. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  /** Names of cases; undefined is all. What they are compared with is measured too. */
  readonly only: readonly string[] | undefined;
  readonly json: boolean;
  /** A data folder that is kept, and used again when it is filled already. */
  readonly data: string | undefined;
  readonly help: boolean;
}

export const usage = `npm run bench -- [options]

  --leads N          leads in the database (100000), or in cadence (50000 for engine alone)
  --seconds N        how long one round of one case takes (5)
  --rounds N         rounds; the medians of them are printed (3)
  --connections N    connections of the load generator (64)
  --only A,B         these cases, and what they are compared with
  --data FOLDER      keeps the filled database there, and uses it again the next time
  --json             one JSON document on standard output in place of tables
`;

const options = {
  leads: { type: 'string' },
  seconds: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '3' },
  connections: { type: 'string', default: '64' },
  only: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Whether nothing but the engine is measured, which has leads and a database of its own. */
export function isEngineAlone(only: readonly string[] | undefined): boolean {
  return only?.every((name) => name === ENGINE) === true;
}

/** A case apart: measured only where it is named, as it takes its time. */
export const ENGINE = 'engine';

/** The command line. Throws StartupError that names the flag which is wrong. */
export function readFlags(args: readonly string[], caseNames: readonly string[]): Flags {
  const values = parse(args);
  const only = values.only?.split(',').map((name) => name.trim());
  const unknown = only?.find((name) => !caseNames.includes(name));
  if (unknown !== undefined) {
    throw new StartupError(`There is no case ${unknown}: the cases are ${caseNames.join(', ')}.`);
  }
  if (only?.includes(ENGINE) && !isEngineAlone(only)) {
    throw new StartupError(`The case ${ENGINE} is measured alone: --only ${ENGINE}.`);
  }
  return {
    leads: wholeNumber(
      'leads',
      values.leads ?? (isEngineAlone(only) ? '50000' : '100000'),
      isEngineAlone(only) ? 100 : 2_000,
      100_000_000,
    ),
    seconds: wholeNumber('seconds', values.seconds, 1, 3_600),
    rounds: wholeNumber('rounds', values.rounds, 1, 100),
    connections: wholeNumber('connections', values.connections, 1, 1_000),
    only,
    json: values.json,
    data: values.data,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new StartupError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, error);
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text.replaceAll('_', ''));
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StartupError(`--${flag} must be a whole number from ${least} to ${most}.`);
}
