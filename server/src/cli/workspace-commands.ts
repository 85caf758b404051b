import { FoyerError } from '../kernel/errors.ts';
import { createWorkspace, listWorkspaces, updateWorkspace } from '../modules/workspaces/index.ts';
import { type Command, type CommandGroup, jsonOption, type Option, UsageError, workspaceOption } from './command.ts';
import { findCtx } from './find-ctx.ts';
import { readWorkflow } from './read-workflow.ts';
import { printable, table } from './table.ts';

const createOptions: Readonly<Record<string, Option>> = {
  name: { value: 'NAME', summary: 'The name people read.', isRequired: true },
  slug: { value: 'SLUG', summary: 'Its name in links: lower-case letters, digits and -.', isRequired: true },
  'time-zone': { value: 'TZ', summary: 'IANA time zone, such as Europe/Lisbon (UTC).' },
  country: { value: 'CC', summary: 'ISO 3166 code, for phone numbers and money (US).' },
  locale: { value: 'TAG', summary: 'Language tag (en).' },
  workflow: { value: 'FILE', summary: 'A workflow file to begin with (none).' },
  json: jsonOption,
};

function stopping(name: 'stop' | 'start', summary: string, details: string): Command {
  return {
    name,
    summary,
    details,
    options: { workspace: workspaceOption, json: jsonOption },
    async run(input, cli) {
      const { id, slug, isStopped } = await updateWorkspace(await findCtx(input, cli), { isStopped: name === 'stop' });
      if (input.flag('json')) return cli.print(JSON.stringify({ id, slug, isStopped }));
      cli.print(isStopped ? `The workspace ${slug} is stopped: nothing is sent.` : `The workspace ${slug} is running.`);
    },
  };
}

export const workspaceCommands: CommandGroup = {
  name: 'workspace',
  summary: 'Workspaces: the tenants of this installation.',
  commands: [
    {
      name: 'create',
      summary: 'Make a workspace.',
      details: 'It begins with an agent called Alex. A workflow brings an agent of its own.',
      options: createOptions,
      async run(input, cli) {
        const path = input.text('workflow');
        const workflows = path === undefined ? [] : [await readWorkflow(path)];
        const made = await createWorkspace(await cli.open(), {
          name: input.needed('name'),
          slug: input.needed('slug'),
          timeZone: input.text('time-zone'),
          country: input.text('country'),
          locale: input.text('locale'),
          workflows,
        }).catch(asUsageError);
        const { id, slug, name, timeZone, country, locale } = made;
        if (input.flag('json')) cli.print(JSON.stringify({ id, slug, name, timeZone, country, locale }));
        else cli.print(`Made the workspace ${slug}. Make a key for it: foyer key create --workspace ${slug}`);
      },
    },
    {
      name: 'list',
      summary: 'List all workspaces.',
      options: { json: jsonOption },
      async run(input, cli) {
        const data = await listWorkspaces(await cli.open());
        if (input.flag('json')) return cli.print(JSON.stringify({ data }));
        const rows = data.map((one) => [one.slug, printable(one.name), one.timeZone, one.country, one.locale]);
        cli.print(table(['SLUG', 'NAME', 'TIME ZONE', 'COUNTRY', 'LOCALE'], rows));
      },
    },
    stopping('stop', 'Silence every agent of a workspace at once.', 'Leads are taken and what they write is kept.'),
    stopping('start', 'Let the agents speak again.', 'Leads that wrote meanwhile and still wait are answered.'),
  ],
};

/** The workflow file was found good before, so what is refused now was typed. */
function asUsageError(error: unknown): never {
  if (!(error instanceof FoyerError) || error.code !== 'invalid_input') throw error;
  throw new UsageError(error.issues.map(({ message }) => message.replace(/^timeZone:/, 'time-zone:')).join(' '));
}
