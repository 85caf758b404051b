import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FoyerError } from '../kernel/errors.ts';
import {
  addCampaignLeads,
  type Campaign,
  campaignLeadsInput,
  cancelCampaign,
  createCampaign,
  getCampaign,
  listCampaigns,
  newCampaignSchema,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
} from '../modules/campaigns/index.ts';
import { type Command, type CommandGroup, jsonOption, UsageError, workspaceOption } from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const campaignId = { name: 'CAMPAIGN_ID', summary: "The campaign's id, as foyer campaign list shows it." };
const plain = { workspace: workspaceOption, json: jsonOption };

const list: Command = {
  name: 'list',
  summary: 'List campaigns, newest first.',
  options: plain,
  async run(input, cli) {
    const page = await listCampaigns(await findCtx(input, cli), { limit: 100 });
    if (input.flag('json')) return cli.print(JSON.stringify(page));
    const rows = page.data.map(({ id, state, counts, name }) => [
      ...[id, state, `${counts.waiting}`, `${counts.enrolled}`, `${counts.skipped + counts.failed}`, printable(name)],
    ]);
    cli.print(table(['ID', 'STATE', 'WAITING', 'ENROLLED', 'SKIPPED', 'NAME'], rows));
  },
};

const create: Command = {
  name: 'create',
  summary: 'Make a campaign; add leads, then start it.',
  options: {
    ...plain,
    name: { value: 'NAME', summary: 'What it is called.', isRequired: true },
    workflow: { value: 'KEY', summary: 'The workflow its leads are taken into.', isRequired: true },
    'per-hour': { value: 'N', summary: 'Leads an hour at most (no limit).' },
    windows: { value: 'FILE', summary: 'A JSON file: {"monday": [{"from": "09:00", "to": "17:00"}]} (always).' },
    'start-at': { value: 'TIME', summary: 'Not before this time, once it is started: 2027-03-01T09:00:00Z.' },
  },
  async run(input, cli) {
    const perHour = input.text('per-hour');
    const windows = input.text('windows');
    const wanted = read(newCampaignSchema, {
      name: input.needed('name'),
      workflow: input.needed('workflow'),
      perHour: perHour === undefined ? undefined : Number(perHour),
      windows: windows === undefined ? undefined : await readJson('windows', windows),
      startAt: input.text('start-at'),
    });
    const made = await createCampaign(await findCtx(input, cli), wanted);
    if (input.flag('json')) cli.print(JSON.stringify(made));
    else cli.print(`Made the campaign ${printable(made.name)}: ${made.id}`);
  },
};

const add: Command = {
  name: 'add',
  summary: 'Add leads, once each.',
  details:
    'The file has what POST /v1/campaigns/{campaignId}/leads takes: {"leadIds": [...]}, {"leads": [...]} or {"filter": {...}}.',
  argument: campaignId,
  options: {
    ...plain,
    leads: { value: 'FILE', summary: 'A JSON file.', isRequired: true },
    'dry-run': { summary: 'Only say what would come of it.' },
  },
  async run(input, cli) {
    const wanted = await readJson('leads', input.needed('leads'));
    const isTried = input.flag('dry-run');
    const leads = read(campaignLeadsInput, isTried && isObject(wanted) ? { ...wanted, dryRun: true } : wanted);
    const put = await addCampaignLeads(await findCtx(input, cli), { campaignId: idOf(input, 'campaign'), ...leads });
    if (input.flag('json')) return cli.print(JSON.stringify(put));
    cli.print(`${put.dryRun ? 'Would add' : 'Added'} ${put.added} of ${put.matched}.`);
    for (const { index, message } of put.refused) cli.print(`Refused number ${index + 1}: ${printable(message)}`);
    const skipped = Object.entries(put.expected?.skippedBy ?? {});
    for (const [reason, count] of skipped) cli.print(`Would be skipped as ${reason}: ${count}`);
  },
};

const get: Command = {
  name: 'get',
  summary: 'Show how a campaign stands.',
  argument: campaignId,
  options: plain,
  async run(input, cli) {
    const found = await getCampaign(await findCtx(input, cli), { campaignId: idOf(input, 'campaign') });
    if (input.flag('json')) return cli.print(JSON.stringify(found));
    cli.print(lineOf(found));
    for (const [reason, count] of Object.entries(found.skippedBy)) cli.print(`Skipped as ${reason}: ${count}`);
    const { engaged, qualified, booked, optedOut } = found.results;
    cli.print(`Engaged ${engaged}, qualified ${qualified}, booked ${booked}, opted out ${optedOut}.`);
  },
};

const moves = [
  { name: 'start', summary: 'Start a campaign.', move: startCampaign },
  { name: 'pause', summary: 'Pause a campaign: nobody else is taken.', move: pauseCampaign },
  { name: 'resume', summary: 'Let a paused campaign go on.', move: resumeCampaign },
  { name: 'cancel', summary: 'End a campaign for good.', move: cancelCampaign },
].map(
  ({ name, summary, move }): Command => ({
    name,
    summary,
    argument: campaignId,
    options: plain,
    async run(input, cli) {
      const moved = await move(await findCtx(input, cli), { campaignId: idOf(input, 'campaign') });
      cli.print(input.flag('json') ? JSON.stringify(moved) : lineOf(moved));
    },
  }),
);

export const campaignCommands: CommandGroup = {
  name: 'campaign',
  summary: 'Leads taken into a workflow in batches.',
  commands: [list, create, add, get, ...moves],
};

function lineOf({ name, state, counts: { waiting, enrolled, skipped, failed } }: Campaign): string {
  const counts = `${waiting} waiting, ${enrolled} enrolled, ${skipped} skipped, ${failed} failed`;
  return `${printable(name)} is ${state}: ${counts}.`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readJson(option: string, path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`--${option}: ${path} cannot be read.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${option}: ${path} is no JSON.`);
  }
}

/** What a schema makes of what was typed. Raises `invalid_input` with a line for each thing that is wrong. */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const issues = outcome.error.issues.map(({ path, message }) => {
    const way = path.map(String);
    return { path: way, message: `${way.join('.') || 'campaign'}: ${message}` };
  });
  throw new FoyerError('invalid_input', 'The campaign cannot be so.', { issues });
}
