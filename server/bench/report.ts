import type { Case, Goal } from './cases.ts';
import type { Measured } from './measure.ts';
import { isProcReadable } from './processes.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface CaseReport {
  readonly name: string;
  readonly title: string;
  readonly perSecond: Spread;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly reference: string | undefined;
  /** Answers a second against the reference's, round by round. */
  readonly ratio: Spread | undefined;
  readonly serverMicros: number;
  readonly postgresMicros: number;
  readonly generatorMicros: number;
  /** Processor time an answer against the reference's. */
  readonly processorRatio: number | undefined;
  readonly bytesPerAnswer: number | undefined;
  readonly serverMb: number;
  readonly postgresMb: number;
  readonly othersBusy: number;
  readonly goal: Goal | undefined;
  readonly isReached: boolean | undefined;
}

/** What the rounds of a case come to. `reference` are the same rounds of the case it is compared with. */
export function summarise(
  one: Case,
  rounds: readonly Measured[],
  reference: readonly Measured[] | undefined,
): CaseReport {
  const of = (pick: (round: Measured) => number | undefined) => {
    const values = rounds.map(pick).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : spread(values).median;
  };
  const against = (pick: (round: Measured) => number) =>
    reference && spread(rounds.map((round, at) => pick(round) / pick(reference[at] ?? round)));
  const report = {
    name: one.name,
    title: one.title,
    perSecond: spread(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    reference: one.reference,
    ratio: against(({ perSecond }) => perSecond),
    serverMicros: of(({ serverMicros }) => serverMicros) ?? 0,
    postgresMicros: of(({ postgresMicros }) => postgresMicros) ?? 0,
    generatorMicros: of(({ generatorMicros }) => generatorMicros) ?? 0,
    processorRatio: against(({ serverMicros, postgresMicros }) => serverMicros + postgresMicros)?.median,
    bytesPerAnswer: of(({ bytesPerAnswer }) => bytesPerAnswer),
    serverMb: Math.max(...rounds.map(({ serverMb }) => serverMb)),
    postgresMb: Math.max(...rounds.map(({ postgresMb }) => postgresMb)),
    othersBusy: of(({ othersBusy }) => othersBusy) ?? 0,
    goal: one.goal,
  };
  return { ...report, isReached: one.goal && isReached(one.goal, report) };
}

/** Undefined where the reference, or what is compared, could not be measured. */
function isReached(goal: Goal, report: Omit<CaseReport, 'isReached'>): boolean | undefined {
  const value = report[goal.of];
  const number = typeof value === 'object' ? value.median : value;
  if (number === undefined || Number.isNaN(number)) return undefined;
  return 'least' in goal ? number >= goal.least : number <= goal.most;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

const head = [
  'case',
  'a second (min to max)',
  'p50 ms',
  'p99 ms',
  'against (min to max)',
  'goal',
  'µs server + Postgres + generator',
  'MB server, Postgres',
];

/** The cases as a Markdown table that is also to be read as it is. */
export function toTable(reports: readonly CaseReport[]): string {
  const rows = [head, ...reports.map(toRow)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}

function toRow(report: CaseReport): string[] {
  const { perSecond, ratio, reference, p50Ms, p99Ms, serverMb, postgresMb } = report;
  const micros = [report.serverMicros, report.postgresMicros, report.generatorMicros];
  return [
    `${report.title} (\`${report.name}\`)`,
    `${whole(perSecond.median)} (${whole(perSecond.min)} to ${whole(perSecond.max)})`,
    p50Ms?.toFixed(1) ?? '',
    p99Ms?.toFixed(1) ?? '',
    ratio ? `${reference}: ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)})` : '',
    toGoal(report),
    isProcReadable ? micros.map((each) => each.toFixed(0)).join(' + ') : '',
    isProcReadable ? `${whole(serverMb)}, ${whole(postgresMb)}` : '',
  ];
}

function toGoal({ goal, isReached: reached, processorRatio }: CaseReport): string {
  if (!goal) return '';
  const words: Record<Goal['of'], string> = {
    ratio: '',
    perSecond: ' a second',
    p50Ms: ' ms p50',
    p99Ms: ' ms p99',
    serverMb: ' MB of the server',
    processorRatio: ` processor time, is ${processorRatio?.toFixed(2)}`,
  };
  const bound = 'least' in goal ? `>= ${whole(goal.least)}` : `<= ${whole(goal.most)}`;
  const verdict = reached === undefined ? 'unknown' : reached ? 'yes' : 'no';
  return `${verdict}: ${bound}${words[goal.of]}`;
}

function whole(value: number): string {
  return value < 10 ? String(Number(value.toFixed(2))) : Math.round(value).toLocaleString('en');
}
