// Random histories of leads over the whole product in virtual time, held to what must always be so. HISTORIES says how
// many, HISTORIES_SEED repeats them: `HISTORIES=3000 npx vitest run --project server server/test/histories.test.ts`.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Chronicle, chronicles } from './histories/history.ts';
import { type House, openHouse } from './histories/house.ts';
import { type Fault, judge } from './histories/judge.ts';
import { kinds } from './histories/kinds.ts';
import { type Living, play } from './histories/play.ts';
import { seedFor } from './seed.ts';

const HISTORIES = Number(process.env.HISTORIES || 60);
const SEED = seedFor('HISTORIES_SEED');
/** So many live at the same time, in one house. */
const TOGETHER = 60;
const STEPS = 25;
const RUNS = Math.max(1, Math.round(HISTORIES / TOGETHER));
const PATIENCE_MS = 120_000 + RUNS * 240_000;

let house: House;
beforeAll(async () => {
  console.info(`Histories: HISTORIES_SEED=${SEED} HISTORIES=${RUNS * TOGETHER}`);
  house = await openHouse('2027-03-01T12:00:00.000Z');
});
afterAll(() => house.stop());

it(
  'holds whatever happens to leads, and whenever a process dies',
  async () => {
    const size = { kinds: kinds.length, histories: TOGETHER, steps: STEPS };
    const held = fc.asyncProperty(chronicles(size), async (chronicle: Chronicle) => {
      const living = await play(house, chronicle);
      const faults = await judge(house, living);
      expect(
        faults.map(({ rule, found }) => `${rule}: ${found}`),
        await tell(faults, living),
      ).toEqual([]);
    });
    // Not shrunk: what happens beside a history is half of it. Its trace says what happened.
    await fc.assert(held, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  },
  PATIENCE_MS,
);

const MOST_TOLD = 3;

/** The histories of the first leads with faults, with what their timelines say. */
async function tell(faults: readonly Fault[], living: readonly Living[]): Promise<string> {
  const ids = [...new Set(faults.map(({ leadId }) => leadId))].slice(0, MOST_TOLD);
  const told = await Promise.all(
    ids.map(async (id) => {
      const lead = living.find((one) => one.id === id);
      const own = faults.filter(({ leadId }) => leadId === id).map(({ rule, found }) => `  FAULT ${rule}: ${found}`);
      const { steps: _steps, ...who } = lead?.history ?? { steps: [] };
      const lines = await house.sql<{ at: Date; summary: string; status: string }[]>`
        select created_at as at, summary, status from action_logs where lead_id = ${id} order by id`;
      const timeline = lines.map(
        ({ at, summary, status }) => `  ${at.toISOString().slice(5, 16)} ${summary} (${status})`,
      );
      const arrived = house.arrivals
        .filter(({ to }) => to === lead?.phone)
        .map(
          ({ n, channel, manner, key, text }) => `  ${n} ${channel} ${manner} ${key.slice(-6)} ${text.slice(0, 60)}`,
        );
      return [
        `Lead ${id} ${JSON.stringify(who)}`,
        ...own,
        ' steps',
        ...(lead?.trace ?? []),
        ' timeline',
        ...timeline,
        ' arrived',
        ...arrived,
      ].join('\n');
    }),
  );
  return `HISTORIES_SEED=${SEED}\n${told.join('\n\n')}`;
}
