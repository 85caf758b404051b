import { readFile } from 'node:fs/promises';
import { loadConfig } from '../src/config.ts';
import { type AppContext, createContext } from '../src/context.ts';
import type { Ctx } from '../src/db/database.ts';
import type { Clock } from '../src/kernel/clock.ts';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';
import { createWorkspace, type NewWorkspace, systemCtx } from '../src/modules/workspaces/index.ts';
import { startWorker } from '../src/worker.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface TestFoyer {
  readonly context: AppContext;
  readonly database: TestDatabase;
  /** A new workspace with the shipped workflows named; the first is its default. A Ctx of the system in it. */
  workspace(input: Partial<NewWorkspace> & { readonly slug: string }, ...workflows: string[]): Promise<Ctx>;
  close(): Promise<void>;
}

/** Foyer without its doors: context and worker on a database of the test file's own. */
export async function startTestFoyer(clock?: Clock): Promise<TestFoyer> {
  const database = await createTestDatabase();
  const config = loadConfig({ LOG_LEVEL: 'warn', PUBLIC_URL: 'http://foyer.test' });
  const context = await createContext(config, database, clock);
  const worker = startWorker(context);
  return {
    context,
    database,
    workspace: async (input, ...workflows) => {
      const files = await Promise.all(workflows.map(shippedWorkflow));
      return systemCtx(context, await createWorkspace(context, { name: input.slug, workflows: files, ...input }));
    },
    close: async () => {
      await worker.stop();
      await context.close();
      await database.drop();
    },
  };
}

/** The text of a workflow that is shipped. */
export async function shippedWorkflow(name: string): Promise<WorkflowFile> {
  const file = new URL(`../../workflows/${name}.yaml`, import.meta.url);
  return { text: await readFile(file, 'utf8'), fileName: `${name}.yaml` };
}
