import {
  addSuppression,
  listSuppressions,
  newSuppressionSchema,
  removeSuppression,
  type Suppression,
  suppressionReasons,
} from '../modules/suppressions/index.ts';
import { type Command, type CommandGroup, jsonOption, UsageError, workspaceOption } from './command.ts';
import { findCtx, idOf } from './find-ctx.ts';
import { printable, table } from './table.ts';

const reasons = suppressionReasons.join('|');

const list: Command = {
  name: 'list',
  summary: 'List addresses that must not be contacted.',
  options: {
    workspace: workspaceOption,
    address: { value: 'ADDRESS', summary: 'Only that of this address, in any spelling.' },
    lifted: { summary: 'Those that may be contacted again.' },
    json: jsonOption,
  },
  async run(input, cli) {
    const ctx = await findCtx(input, cli);
    const address = input.text('address');
    const data: Suppression[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSuppressions(ctx, { limit: 100, cursor, address, isLifted: input.flag('lifted') });
      data.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map((one) => [
      one.id,
      one.createdAt.slice(0, 10),
      one.reason,
      printable(one.address ?? '(erased)'),
    ]);
    cli.print(table(['ID', 'SINCE', 'REASON', 'ADDRESS'], rows));
  },
};

const add: Command = {
  name: 'add',
  summary: 'Suppress an address: nobody contacts it any more.',
  details: 'What waits to be sent to it is stopped. All spellings of a number are one.',
  argument: { name: 'ADDRESS', summary: 'An e-mail address, or a phone number with its country code.' },
  options: {
    workspace: workspaceOption,
    reason: { value: reasons, summary: 'Why (manual).' },
    json: jsonOption,
  },
  async run(input, cli) {
    const kind = input.argument.includes('@') ? 'email' : 'phone';
    const parsed = newSuppressionSchema.safeParse({ kind, address: input.argument, reason: input.text('reason') });
    if (!parsed.success) throw new UsageError(`An address is needed, and a reason of ${reasons}.`);
    const made = await addSuppression(await findCtx(input, cli), parsed.data);
    if (input.flag('json')) cli.print(JSON.stringify(made));
    else cli.print(`Suppressed ${printable(made.address ?? '')} (${made.reason}): ${made.id}`);
  },
};

const remove: Command = {
  name: 'remove',
  summary: 'Lift a suppression: the address may be contacted again.',
  argument: { name: 'SUPPRESSION_ID', summary: "The suppression's id, as foyer suppression list shows it." },
  options: { workspace: workspaceOption, json: jsonOption },
  async run(input, cli) {
    const suppressionId = idOf(input, 'suppression');
    await removeSuppression(await findCtx(input, cli), { suppressionId });
    if (input.flag('json')) cli.print(JSON.stringify({ id: suppressionId, lifted: true }));
    else cli.print(`The suppression ${suppressionId} is lifted.`);
  },
};

export const suppressionCommands: CommandGroup = {
  name: 'suppression',
  summary: 'Addresses that must not be contacted.',
  commands: [list, add, remove],
};
