import { applyWorkflow, listWorkflows, updateWorkflow } from '../modules/workflows/index.ts';
import { type Command, type CommandGroup, jsonOption, workspaceOption } from './command.ts';
import { findCtx } from './find-ctx.ts';
import { readWorkflow } from './read-workflow.ts';
import { printable, table } from './table.ts';

const file = { name: 'FILE', summary: 'A workflow file (YAML); docs/workflows.md describes it.' };

const apply: Command = {
  name: 'apply',
  summary: 'Make or change a workflow as a file has it.',
  details: 'The key in the file says which. Doing it again changes nothing; leads go on with what they began with.',
  argument: file,
  options: {
    workspace: workspaceOption,
    default: { summary: 'Leads that name no workflow go into this one. The first one applied is it anyway.' },
    json: jsonOption,
  },
  async run(input, cli) {
    const { text, fileName, warnings } = await readWorkflow(input.argument);
    const ctx = await findCtx(input, cli);
    const { change, workflow } = await applyWorkflow(ctx, { text, fileName, makeDefault: input.flag('default') });
    const { id, key, version, isDefault } = workflow;
    for (const warning of warnings) cli.note(`warning: ${warning.message}`);
    if (input.flag('json')) return cli.print(JSON.stringify({ change, id, key, version, isDefault }));
    cli.print(`The workflow ${key} is ${change} (version ${version})${isDefault ? ' and the default' : ''}.`);
  },
};

const check: Command = {
  name: 'check',
  summary: 'Say whether a workflow file is in order; needs no database.',
  argument: file,
  options: { json: jsonOption },
  async run(input, cli) {
    const { definition, fileName, warnings } = await readWorkflow(input.argument);
    for (const warning of warnings) cli.note(`warning: ${warning.message}`);
    const messages = warnings.map(({ message }) => message);
    if (input.flag('json')) cli.print(JSON.stringify({ valid: true, key: definition.key, warnings: messages }));
    else cli.print(`${fileName} is in order: ${definition.key}, ${definition.fields.length} fields.`);
  },
};

const list: Command = {
  name: 'list',
  summary: 'List the workflows of a workspace.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const { data } = await listWorkflows(await findCtx(input, cli), { limit: 100 });
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map((one) => [
      one.key,
      String(one.version),
      one.goal,
      one.isDefault ? 'default' : '',
      printable(one.name),
    ]);
    cli.print(table(['KEY', 'VERSION', 'GOAL', '', 'NAME'], rows));
  },
};

const workflow = { name: 'KEY', summary: "The workflow's key or id; foyer workflow list shows them." };

function pausing(name: 'pause' | 'resume', summary: string, details: string): Command {
  return {
    name,
    summary,
    details,
    argument: workflow,
    options: { workspace: workspaceOption, json: jsonOption },
    async run(input, cli) {
      const change = { isPaused: name === 'pause' };
      const { id, key, isPaused } = await updateWorkflow(await findCtx(input, cli), {
        workflowId: input.argument,
        ...change,
      });
      if (input.flag('json')) return cli.print(JSON.stringify({ id, key, isPaused }));
      cli.print(`The workflow ${key} is ${isPaused ? 'paused: its agent says nothing' : 'running'}.`);
    },
  };
}

const pause = pausing('pause', 'Silence the agent in a workflow.', 'What leads write is kept and learned from.');
const resume = pausing(
  'resume',
  'Let the agent speak again.',
  'Leads that wrote meanwhile and still wait are answered.',
);

export const workflowCommands: CommandGroup = {
  name: 'workflow',
  summary: 'Workflows: what an agent is to find out, collect or book.',
  commands: [apply, check, list, pause, resume],
};
