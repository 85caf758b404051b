import { defineConfig } from 'vitest/config';

/** Tests that need nothing but the code, so that they start at once. */
const pure = ['server/src/{kernel,engagement}/**/*.test.ts', 'server/src/*.test.ts', 'scripts/**/*.test.mjs'];
/** Starts the product as a user would; slow, and so in a project of its own. */
const smoke = ['server/test/smoke/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      // A shared machine can stand still for seconds.
      { test: { name: 'pure', include: pure, testTimeout: 30_000 } },
      {
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          exclude: [...pure, ...smoke, '**/node_modules/**'],
          globalSetup: ['server/test/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'smoke', include: smoke, testTimeout: 300_000, hookTimeout: 300_000 } },
    ],
  },
});
