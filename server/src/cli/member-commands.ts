import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FoyerError } from '../kernel/errors.ts';
import {
  createMember,
  deleteMember,
  listMembers,
  type Member,
  memberChangeSchema,
  newMemberSchema,
  roles,
  updateMember,
} from '../modules/members/index.ts';
import {
  type Command,
  type CommandGroup,
  type Input,
  jsonOption,
  type Option,
  UsageError,
  workspaceOption,
} from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const memberId = { name: 'MEMBER_ID', summary: "The member's id, as foyer member list shows it." };
const fields: Readonly<Record<string, Option>> = {
  'time-zone': { value: 'ZONE', summary: "Of the hours, such as Europe/Lisbon (the workspace's)." },
  hours: { value: 'FILE', summary: 'A JSON file: {"monday": [{"from": "09:00", "to": "17:00"}]}; - for always.' },
  'notify-to': { value: 'ADDRESS', summary: 'Where to tell: an e-mail address or an https URL; - for none.' },
};

const list: Command = {
  name: 'list',
  summary: 'List the people of a workspace.',
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const ctx = await findCtx(input, cli);
    const data: Member[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMembers(ctx, { limit: 100, cursor });
      data.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map(({ id, role, isActive, email, name }) => [
      id,
      role,
      isActive ? 'active' : 'inactive',
      printable(email),
      printable(name),
    ]);
    cli.print(table(['ID', 'ROLE', 'STATE', 'E-MAIL', 'NAME'], rows));
  },
};

const create: Command = {
  name: 'create',
  summary: 'Add a person to a workspace.',
  options: {
    workspace: workspaceOption,
    name: { value: 'NAME', summary: 'As colleagues know them.', isRequired: true },
    email: { value: 'ADDRESS', summary: 'One member has it.', isRequired: true },
    role: { value: roles.join('|'), summary: 'What they may do (operator).' },
    ...fields,
    json: jsonOption,
  },
  async run(input, cli) {
    const wanted = { name: input.needed('name'), email: input.needed('email'), role: input.text('role') ?? 'operator' };
    const member = read(newMemberSchema, { ...wanted, ...(await readFields(input)) });
    const made = await createMember(await findCtx(input, cli), member);
    if (input.flag('json')) cli.print(JSON.stringify(made));
    else cli.print(`Added ${printable(made.name)} (${made.role}): ${made.id}`);
  },
};

const update: Command = {
  name: 'update',
  summary: 'Change a person; what is not named stays.',
  argument: memberId,
  options: {
    workspace: workspaceOption,
    name: { value: 'NAME', summary: 'As colleagues know them.' },
    email: { value: 'ADDRESS', summary: 'One member has it.' },
    role: { value: roles.join('|'), summary: 'What they may do.' },
    ...fields,
    active: { value: 'yes|no', summary: 'Whether they work here.' },
    json: jsonOption,
  },
  async run(input, cli) {
    const id = idOf(input, 'member');
    const active = input.text('active');
    if (active !== undefined && active !== 'yes' && active !== 'no')
      throw new UsageError('--active must be yes or no.');
    const plain = { name: input.text('name'), email: input.text('email'), role: input.text('role') };
    const isActive = active === undefined ? undefined : active === 'yes';
    const change = read(memberChangeSchema, { ...plain, isActive, ...(await readFields(input)) });
    const changed = await updateMember(await findCtx(input, cli), { memberId: id, change });
    if (input.flag('json')) cli.print(JSON.stringify(changed));
    else cli.print(`Changed ${printable(changed.name)} (${changed.role}).`);
  },
};

const remove: Command = {
  name: 'remove',
  summary: 'Remove a person; one whom leads name is deactivated instead.',
  argument: memberId,
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const id = idOf(input, 'member');
    const isGone = await deleteMember(await findCtx(input, cli), { memberId: id });
    if (input.flag('json')) cli.print(JSON.stringify({ id, removed: isGone, deactivated: !isGone }));
    else cli.print(isGone ? `The member ${id} is removed.` : `Leads name the member ${id}: deactivated instead.`);
  },
};

export const memberCommands: CommandGroup = {
  name: 'member',
  summary: 'People of a workspace.',
  commands: [list, create, update, remove],
};

async function readFields(input: Input): Promise<object> {
  const [hours, notifyTo] = [input.text('hours'), input.text('notify-to')];
  return {
    timeZone: input.text('time-zone'),
    hours: hours === undefined ? undefined : hours === '-' ? null : await readHours(hours),
    notifyTo: notifyTo === '-' ? null : notifyTo,
  };
}

async function readHours(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`--hours: ${path} cannot be read.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--hours: ${path} is no JSON.`);
  }
}

/** What a schema makes of what was typed. Raises `invalid_input` with a line for each thing that is wrong. */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const issues = outcome.error.issues.map(({ path, message }) => {
    const way = path.map(String);
    return { path: way, message: `${way.join('.') || 'member'}: ${message}` };
  });
  throw new FoyerError('invalid_input', 'The member cannot be so.', { issues });
}
