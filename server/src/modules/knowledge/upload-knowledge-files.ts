import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation, type UploadedFile } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { newKnowledgeDocument, type PreparedDocument, prepareDocument } from './document-input.ts';
import { type KnowledgeDocument, knowledgeDocumentSchema, readKnowledgeDocument } from './knowledge-document.ts';
import { lockKnowledge, writeDocument } from './write-document.ts';

/** As many bytes as the characters that a document may have can take. */
const MOST_BYTES = 1_000_000;
const TEXT_NAME = /\.(md|markdown|txt)$/i;

const { path, language } = newKnowledgeDocument.shape;
const uploadFields = z.strictObject({
  folder: path
    .optional()
    .describe('Where the files are in your own tree: `prices` makes `color.md` `prices/color.md`.'),
  language,
});

interface KnowledgeUpload {
  readonly files: AsyncIterable<UploadedFile>;
  /** Asked once the last file is read. */
  readonly fields: () => z.infer<typeof uploadFields>;
}

/**
 * Adds files of Markdown or plain text to the knowledge, all or none, each under its name; one that is there by that path
 * is replaced. Raises `invalid_input` with an issue for each file that cannot be taken, at its place in `files`,
 * `too_large`, `forbidden` for a test key, `conflict` knowledge_full.
 */
export async function uploadKnowledgeFiles(ctx: Ctx, { files, fields }: KnowledgeUpload): Promise<KnowledgeDocument[]> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'Knowledge');
  const { texts, issues } = await readTexts(files);
  const { folder, language: tag } = fields();
  const prefix = folder === undefined ? '' : `${folder.replaceAll(/^\/+|\/+$/g, '')}/`;
  const documents: PreparedDocument[] = [];
  for (const { fileName, text, place } of texts) {
    const prepared = prepare(ctx, { path: prefix + fileName, text, tag, place });
    if ('issues' in prepared) issues.push(...prepared.issues);
    else documents.push(prepared);
  }
  if (issues.length > 0) throw refusal(issues);
  return transaction(ctx, async (tctx) => {
    await lockKnowledge(tctx);
    const ids: string[] = [];
    for (const document of documents) ids.push(await put(tctx, document));
    return Promise.all(ids.map((id) => readKnowledgeDocument(tctx, id)));
  });
}

interface ReadText {
  readonly fileName: string;
  readonly text: string;
  /** Among all files of the request, from 0 on. */
  readonly place: number;
}

/** The texts, and why the other files are none: all are read, so that one answer names each. */
async function readTexts(files: AsyncIterable<UploadedFile>): Promise<{ texts: ReadText[]; issues: FileIssue[] }> {
  const texts: ReadText[] = [];
  const issues: FileIssue[] = [];
  const names = new Set<string>();
  let place = 0;
  for await (const { fileName, stream } of files) {
    const text = TEXT_NAME.test(fileName) ? await decode(stream) : null;
    if (text === null) issues.push(issueOf(place, fileName, 'send a file that ends in .md, .markdown or .txt.'));
    else if (names.has(fileName)) issues.push(issueOf(place, fileName, 'give a name once.'));
    else if (text === undefined) issues.push(issueOf(place, fileName, 'this is no text in UTF-8.'));
    else texts.push({ fileName, text, place });
    names.add(fileName);
    place += 1;
  }
  if (place === 0) throw invalidInput('There is no file.', [{ path: ['files'], message: 'Send at least one.' }]);
  return { texts, issues };
}

interface FileIssue {
  readonly path: ['files', number];
  readonly message: string;
}

function issueOf(place: number, name: string, message: string): FileIssue {
  return { path: ['files', place], message: `${name}: ${message}` };
}

function refusal(issues: readonly FileIssue[]): FoyerError {
  const what = issues.length === 1 ? 'A file cannot be taken.' : 'Files cannot be taken.';
  const inOrder = issues.toSorted((one, other) => one.path[1] - other.path[1]);
  return invalidInput(what, inOrder);
}

/** Undefined where it is no UTF-8. */
async function decode(stream: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

interface GivenFile {
  readonly path: string;
  readonly text: string;
  readonly tag: string | undefined;
  readonly place: number;
}

function prepare(
  { workspace }: Ctx,
  { path: name, text, tag, place }: GivenFile,
): PreparedDocument | { readonly issues: FileIssue[] } {
  const parsed = newKnowledgeDocument.safeParse({ path: name, text, language: tag });
  if (!parsed.success) return { issues: parsed.error.issues.map(({ message }) => issueOf(place, name, message)) };
  try {
    return prepareDocument(parsed.data, workspace);
  } catch (error) {
    if (!(error instanceof FoyerError)) throw error;
    return { issues: error.issues.map(({ message }) => ({ path: ['files', place], message })) };
  }
}

async function put(ctx: TxCtx, document: PreparedDocument): Promise<string> {
  const { tx, workspace } = ctx;
  const [before] = await tx<{ id: string; createdAt: Date }[]>`
    select id, created_at from knowledge_documents where workspace_id = ${workspace.id} and path = ${document.path}`;
  const id = before?.id ?? ctx.newId(ctx.at);
  await writeDocument(ctx, { ...document, id, createdAt: before?.createdAt ?? timeOfId(id) });
  recordAudit(ctx, { verb: 'uploadKnowledgeFiles', objectType: 'knowledge_document', objectId: id });
  return id;
}

export const uploadKnowledgeFilesOperation = defineOperation({
  operationId: 'uploadKnowledgeFiles',
  method: 'POST',
  path: '/v1/knowledge/files',
  tag: 'Knowledge',
  summary: 'Upload files to the knowledge',
  description:
    'Markdown or plain text in UTF-8 (`.md`, `.markdown`, `.txt`) as multipart/form-data, at most 200,000 characters each, all or none: an error names each file that cannot be taken. Each is a document under its name, below `folder` if that is given; one that is there by that path is replaced. Not with a test key, as live leads share it.',
  auth: 'key',
  scope: 'workflows:write',
  upload: { maxFiles: 20, maxFileBytes: MOST_BYTES, fields: uploadFields },
  success: {
    status: 201,
    description: 'The documents, in the order of the files.',
    schema: z.object({ data: z.array(knowledgeDocumentSchema) }),
  },
  errors: ['conflict'],
  handle: async (ctx: Ctx, { files, fields }) => ({ data: await uploadKnowledgeFiles(ctx, { files, fields }) }),
});
