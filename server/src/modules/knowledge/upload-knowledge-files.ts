import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
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
 * is replaced. Raises `invalid_input` with an issue for each file that is no such text, `too_large`, `forbidden` for a
 * test key, `conflict` knowledge_full.
 */
export async function uploadKnowledgeFiles(ctx: Ctx, { files, fields }: KnowledgeUpload): Promise<KnowledgeDocument[]> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'Knowledge');
  const read = await readTexts(files);
  const { folder, language: tag } = fields();
  const prefix = folder === undefined ? '' : `${folder.replaceAll(/^\/+|\/+$/g, '')}/`;
  const documents = read.map(({ fileName, text }, index) =>
    prepare(ctx, { path: prefix + fileName, text, tag, index }),
  );
  return transaction(ctx, async (tctx) => {
    await lockKnowledge(tctx);
    const ids: string[] = [];
    for (const document of documents) ids.push(await put(tctx, document));
    return Promise.all(ids.map((id) => readKnowledgeDocument(tctx, id)));
  });
}

async function readTexts(files: AsyncIterable<UploadedFile>): Promise<{ fileName: string; text: string }[]> {
  const read: { fileName: string; text: string }[] = [];
  for await (const { fileName, stream } of files) {
    const refuse = (message: string) =>
      invalidInput('A file cannot be taken.', [{ path: ['files', read.length], message: `${fileName}: ${message}` }]);
    if (!TEXT_NAME.test(fileName)) throw refuse('send a file that ends in .md, .markdown or .txt.');
    if (read.some((one) => one.fileName === fileName)) throw refuse('give a name once.');
    const text = await decode(stream);
    if (text === undefined) throw refuse('this is no text in UTF-8.');
    read.push({ fileName, text });
  }
  if (read.length === 0) throw invalidInput('There is no file.', [{ path: ['files'], message: 'Send at least one.' }]);
  return read;
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
  readonly index: number;
}

function prepare(ctx: Ctx, { path: name, text, tag, index }: GivenFile): PreparedDocument {
  const parsed = newKnowledgeDocument.safeParse({ path: name, text, language: tag });
  if (parsed.success) return prepareDocument(parsed.data, ctx.workspace);
  const issues = parsed.error.issues.map(({ message }) => ({ path: ['files', index], message: `${name}: ${message}` }));
  throw invalidInput('A file cannot be taken.', issues);
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
    'Markdown or plain text in UTF-8 (`.md`, `.markdown`, `.txt`) as multipart/form-data, all or none. Each is a document under its name, below `folder` if that is given; one that is there by that path is replaced. Not with a test key, as live leads share it.',
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
