import { FoyerError } from '../kernel/errors.ts';
import { isUuid } from '../kernel/ids.ts';
import {
  deleteKnowledgeDocument,
  listKnowledgeDocuments,
  searchKnowledge,
  searchQuery,
} from '../modules/knowledge/index.ts';
import { addKnowledge } from './add-knowledge.ts';
import { type Command, type CommandGroup, jsonOption, UsageError, workspaceOption } from './command.ts';
import { findCtx } from './find-ctx.ts';
import { listKnowledge } from './list-knowledge.ts';
import { printable, table } from './table.ts';

const plain = { workspace: workspaceOption, json: jsonOption };

const add: Command = {
  name: 'add',
  summary: 'Add files to the knowledge, or put them in the place of what they were.',
  details:
    'Of a folder all .md, .markdown and .txt files, those of its folders too; hidden ones are left out. Files that have not changed are left alone.',
  argument: { name: 'PATH', summary: 'A file or a folder. A document goes by its path below the folder.' },
  options: {
    ...plain,
    language: { value: 'TAG', summary: "The language they are written in (the workspace's)." },
    sync: { summary: 'Of a folder: also delete the documents that are not in it.' },
  },
  async run(input, cli) {
    const language = input.text('language');
    const isSynced = input.flag('sync');
    const ctx = await findCtx(input, cli);
    const { data, issues } = await addKnowledge(ctx, { from: input.argument, language, isSynced });
    if (input.flag('json')) cli.print(JSON.stringify({ data }));
    else for (const { path, change } of data) cli.print(`${printable(path)}: ${change}`);
    if (issues.length === 0) return;
    throw new FoyerError('invalid_input', `Not taken: ${issues.length} of the files.`, { issues });
  },
};

const list: Command = {
  name: 'list',
  summary: 'List the documents of the knowledge, newest first.',
  options: plain,
  async run(input, cli) {
    const data = await listKnowledge(await findCtx(input, cli));
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    const rows = data.map(({ id, language, passageCount, path, title }) => [
      ...[id, language, `${passageCount}`, printable(path), printable(title)],
    ]);
    cli.print(table(['ID', 'LANGUAGE', 'PASSAGES', 'PATH', 'TITLE'], rows));
  },
};

const remove: Command = {
  name: 'remove',
  summary: 'Remove a document from the knowledge, for good.',
  argument: { name: 'PATH', summary: 'Its path or id, as foyer knowledge list shows them.' },
  options: plain,
  async run(input, cli) {
    const ctx = await findCtx(input, cli);
    const wanted = input.argument;
    const { data } = await listKnowledgeDocuments(ctx, { limit: 1, path: wanted });
    const id = data[0]?.id ?? (isUuid(wanted) ? wanted.toLowerCase() : undefined);
    if (id === undefined) {
      throw new FoyerError('not_found', `There is no document ${wanted}: foyer knowledge list shows them.`);
    }
    await deleteKnowledgeDocument(ctx, id);
    cli.print(input.flag('json') ? JSON.stringify({ id, removed: true }) : `${printable(wanted)} is removed.`);
  },
};

const search: Command = {
  name: 'search',
  summary: 'Show what the knowledge says to a question, and how surely.',
  argument: { name: 'QUESTION', summary: 'In quotes, in the words of a lead.' },
  options: {
    ...plain,
    language: { value: 'TAG', summary: "The language of the question (the workspace's)." },
    limit: { value: 'N', summary: 'Passages at most, to 20 (5).' },
  },
  async run(input, cli) {
    const asked = { question: input.argument, language: input.text('language'), limit: input.text('limit') };
    const parsed = searchQuery.safeParse(asked);
    if (!parsed.success)
      throw new UsageError('A question of at most 1,000 characters is needed, and a limit of 1 to 20.');
    const { data } = await searchKnowledge(await findCtx(input, cli), parsed.data);
    if (input.flag('json')) return cli.print(JSON.stringify({ data }));
    if (data.length === 0) return cli.print('The knowledge says nothing to that.');
    const rows = data.map(({ confidence, path, answer }) => [
      confidence.toFixed(2),
      printable(path),
      printable(answer),
    ]);
    cli.print(table(['CONFIDENCE', 'PATH', 'ANSWER'], rows));
  },
};

export const knowledgeCommands: CommandGroup = {
  name: 'knowledge',
  summary: 'What a workspace knows: documents that questions are answered from.',
  commands: [add, list, remove, search],
};
