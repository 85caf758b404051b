import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Ctx } from '../db/database.ts';
import { FoyerError, type Issue } from '../kernel/errors.ts';
import {
  createKnowledgeDocument,
  deleteKnowledgeDocument,
  type KnowledgeDocument,
  newKnowledgeDocument,
  replaceKnowledgeDocument,
} from '../modules/knowledge/index.ts';
import { UsageError } from './command.ts';
import { listKnowledge } from './list-knowledge.ts';
import { readTextFile } from './read-workflow.ts';

export interface Adding {
  /** A file or a folder. */
  readonly from: string;
  readonly language?: string | undefined;
  /** What is not in the folder is deleted. */
  readonly isSynced: boolean;
}

interface Added {
  readonly data: { readonly path: string; readonly change: 'added' | 'replaced' | 'unchanged' | 'removed' }[];
  /** What was not taken, and why; the rest was. */
  readonly issues: Issue[];
}

const TEXTS = /\.(md|markdown|txt)$/i;

/** Brings a workspace's knowledge to what files say. Raises `not_found` for what is not there. */
export async function addKnowledge(ctx: Ctx, { from, language, isSynced }: Adding): Promise<Added> {
  const isFolder = await stat(from).then(
    (found) => found.isDirectory(),
    () => {
      throw new FoyerError('not_found', `There is no file or folder ${from}.`);
    },
  );
  if (isSynced && !isFolder) throw new UsageError('--sync needs a folder.');
  const files = isFolder ? await filesBelow(from) : [{ file: from, path: basename(from) }];
  if (files.length === 0) throw new FoyerError('not_found', `${from} has no .md, .markdown or .txt file.`);
  const known = new Map((await listKnowledge(ctx)).map((one) => [one.path, one]));
  const added: Added = { data: [], issues: [] };
  for (const { file, path } of files) {
    try {
      const change = await put(ctx, { path, text: await readTextFile(file), language }, known.get(path));
      added.data.push({ path, change });
    } catch (error) {
      if (!(error instanceof FoyerError)) throw error;
      const reasons = error.issues.length > 0 ? error.issues.map(({ message }) => message) : [error.message];
      added.issues.push(...reasons.map((reason) => ({ path: [path], message: `${path}: ${reason}` })));
    }
  }
  if (isSynced) added.data.push(...(await removeOthers(ctx, known, new Set(files.map(({ path }) => path)))));
  return added;
}

interface TextFile {
  readonly file: string;
  /** Below the folder, with slashes on every system. */
  readonly path: string;
}

async function filesBelow(folder: string): Promise<TextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && TEXTS.test(entry.name));
  return files
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { file, path: relative(folder, file).split(sep).join('/') };
    })
    .filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Given = { readonly path: string; readonly text: string; readonly language: string | undefined };

async function put(ctx: Ctx, given: Given, before: KnowledgeDocument | undefined) {
  if (given.text.trim() === '') {
    throw new FoyerError('invalid_input', 'The file is empty. Write into it what may be answered, or take it away.');
  }
  const parsed = newKnowledgeDocument.safeParse(given);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
    throw new FoyerError('invalid_input', 'The file cannot be taken.', { issues });
  }
  if (!before) {
    await createKnowledgeDocument(ctx, parsed.data);
    return 'added';
  }
  const text = given.text.replace(/^\uFEFF/, '');
  const isSame = createHash('sha256').update(text).digest('hex') === before.sha256;
  if (isSame && (given.language ?? before.language) === before.language) return 'unchanged';
  await replaceKnowledgeDocument(ctx, before.id, { ...parsed.data, language: given.language ?? before.language });
  return 'replaced';
}

async function removeOthers(ctx: Ctx, known: ReadonlyMap<string, KnowledgeDocument>, kept: ReadonlySet<string>) {
  const gone = [...known.values()].filter(({ path }) => !kept.has(path));
  for (const { id } of gone) await deleteKnowledgeDocument(ctx, id);
  return gone.map(({ path }) => ({ path, change: 'removed' as const }));
}
