import { eraseLead, getLead, type Lead, listLeads, type Stage } from '../modules/leads/index.ts';
import { type Command, type CommandGroup, jsonOption, type Option, UsageError, workspaceOption } from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const stages: readonly Stage[] = ['new', 'engaged', 'qualified', 'booked', 'converted', 'lost'];
const testOption: Option = { summary: 'Test leads in place of live ones.' };
const leadId = { name: 'LEAD_ID', summary: "The lead's id, as foyer lead list shows it." };

const list: Command = {
  name: 'list',
  summary: 'List leads, newest first.',
  options: {
    workspace: workspaceOption,
    limit: { value: 'N', summary: 'How many, 1 to 100 (25).' },
    cursor: { value: 'CURSOR', summary: 'Go on after an earlier page.' },
    stage: { value: stages.join('|'), summary: 'Only leads in this stage.' },
    test: testOption,
    json: jsonOption,
  },
  async run(input, cli) {
    const limit = readLimit(input.text('limit'));
    const stage = readStage(input.text('stage'));
    const page = await listLeads(await findCtx(input, cli, input.flag('test')), {
      limit,
      stage,
      cursor: input.text('cursor'),
    });
    if (input.flag('json')) return cli.print(JSON.stringify(page));
    const rows = page.data.map((lead) => [lead.id, lead.createdAt, lead.stage, printable(contactOf(lead))]);
    cli.print(table(['ID', 'CREATED', 'STAGE', 'WHO'], rows));
    if (page.nextCursor) cli.print(`There are more: --cursor ${page.nextCursor}`);
  },
};

const get: Command = {
  name: 'get',
  summary: 'Show a lead and what was learned of it.',
  argument: leadId,
  options: { workspace: workspaceOption, test: testOption, json: jsonOption },
  async run(input, cli) {
    const id = idOf(input, 'lead');
    const lead = await getLead(await findCtx(input, cli, input.flag('test')), { leadId: id });
    if (input.flag('json')) return cli.print(JSON.stringify(lead));
    for (const [name, value] of factsOf(lead)) cli.print(`${name.padEnd(14)}${printable(value)}`);
  },
};

const erase: Command = {
  name: 'erase',
  summary: 'Remove a lead and all that was kept of it, for good.',
  details: 'Also one that was deleted. There is no way back.',
  argument: leadId,
  options: { workspace: workspaceOption, test: testOption, json: jsonOption },
  async run(input, cli) {
    const id = idOf(input, 'lead');
    await eraseLead(await findCtx(input, cli, input.flag('test')), { leadId: id });
    if (input.flag('json')) cli.print(JSON.stringify({ id, erased: true }));
    else cli.print(`The lead ${id} is erased.`);
  },
};

export const leadCommands: CommandGroup = {
  name: 'lead',
  summary: 'Leads of a workspace.',
  commands: [list, get, erase],
};

function readLimit(text: string | undefined): number {
  const limit = Number(text ?? 25);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw new UsageError('--limit must be a whole number from 1 to 100.');
}

function readStage(text: string | undefined): Stage | undefined {
  const stage = stages.find((one) => one === text);
  if (text !== undefined && !stage) throw new UsageError(`--stage must be one of ${stages.join(', ')}.`);
  return stage;
}

function contactOf(lead: Lead): string {
  return [lead.name, lead.phone, lead.email].filter(Boolean).join(', ') || '-';
}

function factsOf(lead: Lead): [string, string][] {
  const { run, appointment } = lead;
  const facts: [string, string | null | undefined][] = [
    ['Id', lead.id],
    ['Name', lead.name],
    ['Phone', lead.phone],
    ['E-mail', lead.email],
    ['Stage', lead.stage],
    ['Needs human', lead.needsHuman ? (lead.needsHumanReason ?? 'yes') : null],
    ['Opted out', lead.optedOutAt],
    ['Workflow', run && `${run.workflowKey}: ${run.status.label}`],
    ['Appointment', appointment && `${appointment.startAt} (${appointment.status})`],
    ['Created', lead.createdAt],
    ...Object.entries(lead.variables).map(([key, one]): [string, string] => [`  ${key}`, one.valueText]),
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] satisfies [string, string]] : []));
}
