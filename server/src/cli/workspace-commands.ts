import { FoyerError } from '../kernel/errors.ts';
import { createWorkspace, listWorkspaces } from '../modules/workspaces/index.ts';
import { type CommandGroup, jsonOption, type Option, UsageError } from './command.ts';
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
  ],
};

/** The workflow file was found good before, so what is refused now was typed. */
function asUsageError(error: unknown): never {
  if (!(error instanceof FoyerError) || error.code !== 'invalid_input') throw error;
  throw new UsageError(error.issues.map(({ message }) => message.replace(/^timeZone:/, 'time-zone:')).join(' '));
}
