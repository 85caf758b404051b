import type { cases as allCases, CaseName } from './cases.ts';
import { type Measured, WrongAnswers } from './measure.ts';
import { type CaseReport, summarise } from './report.ts';
import type { Runner } from './runner.ts';

interface Options {
  readonly cases: typeof allCases;
  readonly flags: { readonly rounds: number; readonly seconds: number };
  readonly note: (text: string) => void;
  readonly betweenRounds: () => Promise<void>;
}

/** A case that is not in the table, and why: `isWrong` where an answer was not as it must be. */
export interface LeftOut {
  readonly name: CaseName;
  readonly why: string;
  readonly isWrong: boolean;
}

/**
 * Warms every case up, then measures all of them one after another, round after round, so that what else the machine
 * does hits all of them. A case with a wrong answer is measured no more and not reported.
 */
export async function runRounds(
  runner: Pick<Runner, 'prepare' | 'run'>,
  { cases, flags, note, betweenRounds }: Options,
): Promise<{ reports: CaseReport[]; left: LeftOut[] }> {
  const { left, isLeft, guard } = createGuard(note);
  const rounds = new Map<CaseName, Measured[]>(cases.map(({ name }) => [name, []]));
  const loads = new Map<CaseName, number>();
  // Where there is no pgbench the cases stand for themselves.
  const referenceOf = ({ reference }: (typeof cases)[number]) =>
    reference && rounds.has(reference) ? reference : undefined;

  const runOne = async (one: (typeof cases)[number], seconds: number, isWarmUp: boolean) => {
    const { name } = one;
    const reference = referenceOf(one);
    if (reference && isLeft(reference)) return `${reference}, its reference, was left out`;
    const referenceLoad = reference && loads.get(reference);
    const measured = await runner.run(name, { seconds, referenceLoad, ownLoad: loads.get(name) });
    if (!isWarmUp) rounds.get(name)?.push(measured);
    loads.set(name, measured.perSecond);
    note(`  ${name}: ${Math.round(measured.perSecond)}`);
    return undefined;
  };

  for (const { name } of cases) await guard(name, () => runner.prepare(name));
  for (let round = 0; round <= flags.rounds; round += 1) {
    const isWarmUp = round === 0;
    note(isWarmUp ? 'Warming up' : `Round ${round} of ${flags.rounds}`);
    const seconds = isWarmUp ? Math.max(1, Math.round(flags.seconds / 2)) : flags.seconds;
    for (const one of cases) await guard(one.name, () => runOne(one, seconds, isWarmUp));
    await betweenRounds();
  }
  const toReport = (one: (typeof cases)[number]) => {
    const reference = referenceOf(one);
    return summarise(one, rounds.get(one.name) ?? [], reference && rounds.get(reference));
  };
  return { reports: cases.filter(({ name }) => !isLeft(name)).map(toReport), left };
}

/** Keeps account of the cases that are left out: `guard` does no more work for them. */
function createGuard(note: (text: string) => void) {
  const left: LeftOut[] = [];
  const isLeft = (name: CaseName) => left.some((one) => one.name === name);
  const leave = (one: LeftOut) => {
    left.push(one);
    note(`  ${one.name} is left out: ${one.why}`);
  };
  const guard = async (name: CaseName, work: () => Promise<string | undefined>) => {
    if (isLeft(name)) return;
    try {
      const why = await work();
      if (why !== undefined) leave({ name, why, isWrong: false });
    } catch (error) {
      if (!(error instanceof WrongAnswers)) throw error;
      leave({ name, why: `wrong answers: ${error.message}`, isWrong: true });
    }
  };
  return { left, isLeft, guard };
}
