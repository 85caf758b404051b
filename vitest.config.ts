import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that need nothing but the code, so that they start at once. */
const pure = ['server/src/{kernel,engagement}/**/*.test.ts', 'server/src/*.test.ts', 'scripts/**/*.test.mjs'];
/** Starts the product as a user would; slow, and so in a project of its own. */
const smoke = ['server/test/smoke/**/*.test.ts'];

/** A server test waits for Postgres for half of its time: two at once keep a machine of two cores busy. */
const maxWorkers = Math.max(2, availableParallelism() - 1);
/** One process works through many files and reads the product once: anew for each took two fifths of the time. */
const isolate = false;

export default defineConfig({
  test: {
    projects: [
      // A shared machine can stand still for seconds.
      { test: { name: 'pure', include: pure, maxWorkers, isolate, testTimeout: 30_000 } },
      {
        test: {
          name: 'server',
          maxWorkers,
          isolate,
          include: ['server/**/*.test.ts'],
          exclude: [...pure, ...smoke, '**/node_modules/**'],
          globalSetup: ['server/test/global-setup.ts'],
          // Some start the command line five times, on a machine that others keep busy.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'smoke',
          include: smoke,
          // After all others and one by one: some hold a start to its time.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
