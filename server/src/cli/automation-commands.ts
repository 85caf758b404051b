import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FoyerError } from '../kernel/errors.ts';
import { isUuid } from '../kernel/ids.ts';
import {
  automationChangeSchema,
  createAutomation,
  deleteAutomation,
  listAutomationFirings,
  listAutomations,
  newAutomationSchema,
  retryAutomationFiring,
  testAutomation,
  updateAutomation,
} from '../modules/automations/index.ts';
import { type Command, type CommandGroup, type Input, jsonOption, UsageError, workspaceOption } from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const automationId = { name: 'AUTOMATION_ID', summary: "The automation's id, as foyer automation list shows it." };
const file = {
  name: 'FILE',
  summary: 'A JSON file with the body that the API takes; docs/automations.md tells of it.',
};
const options = { workspace: workspaceOption, json: jsonOption };

const list: Command = {
  name: 'list',
  summary: 'List the automations of a workspace.',
  options,
  async run(input, cli) {
    const ctx = await findCtx(input, cli);
    const data = await all((cursor) => listAutomations(ctx, { limit: 100, cursor }));
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map(({ id, name, on, isPaused, isTest }) => [
      id,
      isPaused ? 'paused' : 'at work',
      isTest ? 'test' : 'live',
      on.join(','),
      printable(name),
    ]);
    cli.print(table(['ID', 'STATE', 'LEADS', 'ON', 'NAME'], rows));
  },
};

const create: Command = {
  name: 'create',
  summary: 'Make an automation as a file has it.',
  details: 'It acts on what happens from then on.',
  argument: file,
  options: { ...options, test: { summary: 'It acts on test leads, and on no others.' } },
  async run(input, cli) {
    const wanted = read(newAutomationSchema, await readJson(input.argument));
    const ctx = await findCtx(input, cli, input.flag('test'));
    const made = await createAutomation(ctx, wanted);
    if (input.flag('json')) cli.print(JSON.stringify(made));
    else cli.print(`Made the automation ${printable(made.name)}: ${made.id}`);
  },
};

const update: Command = {
  name: 'update',
  summary: 'Change an automation by a file; what it does not name stays.',
  argument: automationId,
  options: { ...options, file: { value: 'FILE', summary: file.summary, isRequired: true } },
  async run(input, cli) {
    const id = idOf(input, 'automation');
    const change = read(automationChangeSchema, await readJson(input.needed('file')));
    const changed = await updateAutomation(await findCtx(input, cli), { automationId: id, change });
    if (input.flag('json')) cli.print(JSON.stringify(changed));
    else cli.print(`Changed the automation ${printable(changed.name)}.`);
  },
};

const remove: Command = {
  name: 'remove',
  summary: 'Remove an automation, with what it waits to do.',
  argument: automationId,
  options,
  async run(input, cli) {
    const id = idOf(input, 'automation');
    await deleteAutomation(await findCtx(input, cli), { automationId: id });
    cli.print(input.flag('json') ? JSON.stringify({ id, removed: true }) : `The automation ${id} is removed.`);
  },
};

const test: Command = {
  name: 'test',
  summary: 'Say what an automation would do for a lead, without any effect.',
  argument: automationId,
  options: { ...options, lead: { value: 'LEAD_ID', summary: "The lead's id.", isRequired: true } },
  async run(input, cli) {
    const id = idOf(input, 'automation');
    const trial = await testAutomation(await findCtx(input, cli), { automationId: id, leadId: needId(input, 'lead') });
    if (input.flag('json')) return cli.print(JSON.stringify(trial));
    for (const { field, operator, value, actual, holds } of trial.comparisons)
      cli.print(`${holds ? 'yes' : 'no '}  ${field} ${operator} ${text(value)}  (it is ${text(actual)})`);
    const what = trial.error ?? text(trial.action);
    cli.print(`${trial.matches ? 'It would act' : 'It would not act'}: ${what}`);
    if (trial.firing) cli.print(`It has acted for this lead already: ${trial.firing.state}.`);
  },
};

const firings: Command = {
  name: 'firings',
  summary: 'List what an automation did.',
  argument: automationId,
  options,
  async run(input, cli) {
    const id = idOf(input, 'automation');
    const ctx = await findCtx(input, cli);
    const { data } = await listAutomationFirings(ctx, { automationId: id, limit: 100 });
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map(({ id: firingId, leadId, state, attempts, error }) => [
      firingId,
      leadId,
      state,
      String(attempts),
      printable(error ?? ''),
    ]);
    cli.print(table(['ID', 'LEAD', 'STATE', 'REQUESTS', 'ERROR'], rows));
  },
};

const retry: Command = {
  name: 'retry',
  summary: 'Do a firing again that failed, or of which nobody knows.',
  argument: automationId,
  options: { ...options, firing: { value: 'FIRING_ID', summary: "The firing's id.", isRequired: true } },
  async run(input, cli) {
    const wanted = { automationId: idOf(input, 'automation'), firingId: needId(input, 'firing') };
    const firing = await retryAutomationFiring(await findCtx(input, cli), wanted);
    cli.print(input.flag('json') ? JSON.stringify(firing) : `The firing ${firing.id} is in line.`);
  },
};

function pausing(name: 'pause' | 'resume', summary: string): Command {
  return {
    name,
    summary,
    argument: automationId,
    options,
    async run(input, cli) {
      const wanted = { automationId: idOf(input, 'automation'), change: { isPaused: name === 'pause' } };
      const { id, isPaused } = await updateAutomation(await findCtx(input, cli), wanted);
      if (input.flag('json')) cli.print(JSON.stringify({ id, isPaused }));
      else cli.print(`The automation ${id} is ${isPaused ? 'paused' : 'at work'}.`);
    },
  };
}

export const automationCommands: CommandGroup = {
  name: 'automation',
  summary: 'Rules: when this happens to a lead, do that.',
  commands: [
    list,
    create,
    update,
    pausing('pause', 'Have an automation do nothing.'),
    pausing('resume', 'Have it act on what happens from now on.'),
    remove,
    test,
    firings,
    retry,
  ],
};

/** All pages of a list. */
async function all<T>(
  page: (cursor: string | undefined) => Promise<{ readonly data: T[]; readonly nextCursor: string | null }>,
): Promise<T[]> {
  const data: T[] = [];
  let cursor: string | undefined;
  do {
    const next = await page(cursor);
    data.push(...next.data);
    cursor = next.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return data;
}

function needId(input: Input, option: string): string {
  const id = input.needed(option);
  if (isUuid(id)) return id.toLowerCase();
  throw new UsageError(`--${option}: ${JSON.stringify(id)} is no id.`);
}

function text(value: unknown): string {
  return printable(JSON.stringify(value) ?? '');
}

async function readJson(path: string): Promise<unknown> {
  const content = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read.`);
  });
  try {
    return JSON.parse(content);
  } catch {
    throw new UsageError(`${path} is no JSON.`);
  }
}

/** What a schema makes of a file. Raises `invalid_input` with a line for each thing that is wrong. */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const issues = outcome.error.issues.map(({ path, message }) => {
    const way = path.map(String);
    return { path: way, message: `${way.join('.') || 'automation'}: ${message}` };
  });
  throw new FoyerError('invalid_input', 'The automation cannot be so.', { issues });
}
