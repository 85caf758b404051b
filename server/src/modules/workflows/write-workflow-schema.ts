// Run after a change of the workflow schema: `node server/src/modules/workflows/write-workflow-schema.ts`.
import { writeFileSync } from 'node:fs';
import { workflowJsonSchema } from '../../engagement/workflow/json-schema.ts';

const target = new URL('../../../../docs/workflow.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(workflowJsonSchema(), null, 2)}\n`);
