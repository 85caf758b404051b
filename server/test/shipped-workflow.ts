import { readFile } from 'node:fs/promises';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';

/** The text of a workflow that is shipped. */
export async function shippedWorkflow(name: string): Promise<WorkflowFile> {
  const file = new URL(`../../workflows/${name}.yaml`, import.meta.url);
  return { text: await readFile(file, 'utf8'), fileName: `${name}.yaml` };
}
