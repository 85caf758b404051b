import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { wordsOf } from '../../engagement/knowledge/words-of.ts';
import { conflict } from '../../kernel/errors.ts';
import type { PreparedDocument } from './document-input.ts';
import { stemmerOf } from './stemmer-of.ts';

export const MOST_DOCUMENTS = 1000;
export const MOST_PASSAGES = 20_000;

/** Makes whoever changes a workspace's knowledge wait for the end of this transaction: its limits are of all of it. */
export async function lockKnowledge({ tx, workspace }: TxCtx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`knowledge:${workspace.id}`}, 0))`;
}

interface Written extends PreparedDocument {
  readonly id: string;
  readonly createdAt: Date;
}

/**
 * Writes a document with its passages and words, in place of one with the same id. The caller has locked the knowledge.
 * Raises `conflict` path_taken, knowledge_full.
 */
export async function writeDocument(ctx: TxCtx, document: Written): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { id, path, title, language, text, passages, createdAt } = document;
  await tx`delete from knowledge_documents where workspace_id = ${workspace.id} and id = ${id}`;
  await assertRoom(ctx, path, passages.length);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const stemmer = stemmerOf(language);
  await tx`
    insert into knowledge_documents (workspace_id, id, path, title, language, stemmer, body, sha256, passage_count,
      created_at, updated_at)
    values (${workspace.id}, ${id}, ${path}, ${title}, ${language}, ${stemmer}, ${text}, ${sha256}, ${passages.length},
      ${createdAt}, ${at})`;
  await insertPassages(ctx, document, stemmer);
  await insertWords(ctx, document, stemmer);
}

async function assertRoom({ tx, workspace }: TxCtx, path: string, more: number): Promise<void> {
  const [row] = await tx<{ documents: number; passages: number; isTaken: boolean }[]>`
    select count(*)::int as documents, coalesce(sum(passage_count), 0)::int as passages,
      coalesce(bool_or(path = ${path}), false) as is_taken
    from knowledge_documents where workspace_id = ${workspace.id}`;
  const { documents, passages, isTaken } = row ?? { documents: 0, passages: 0, isTaken: false };
  if (isTaken) throw conflict('path_taken', `There is a document ${path} already: replace it, or give another path.`);
  if (documents >= MOST_DOCUMENTS) {
    throw conflict('knowledge_full', `A workspace has at most ${MOST_DOCUMENTS} documents. Delete some of them first.`);
  }
  if (passages + more <= MOST_PASSAGES) return;
  const room = `${passages} of ${MOST_PASSAGES} passages are taken and this has ${more}`;
  throw conflict('knowledge_full', `There is no room for ${path}: ${room}. Delete something first.`);
}

/** What a text is found by: Postgres is given plain words alone, so that a question is read in the same way. */
const searchable = (text: string) => wordsOf(text).join(' ');

async function insertPassages({ tx, workspace }: TxCtx, document: Written, stemmer: string): Promise<void> {
  const { id, title, passages } = document;
  const headed = passages.map(({ heading }) => searchable(`${title} ${heading}`));
  await tx`
    insert into knowledge_passages (workspace_id, document_id, position, heading, body, terms)
    select ${workspace.id}, ${id}, p.position, p.heading, p.body,
      setweight(to_tsvector(${stemmer}::text::regconfig, p.headed), 'A') || to_tsvector(${stemmer}::text::regconfig, p.words)
        || array_to_tsvector(array[knowledge_lexeme(${workspace.id})])
    from unnest(${passages.map((_, index) => index + 1)}::int[], ${passages.map(({ heading }) => heading)}::text[],
      ${passages.map(({ text }) => text)}::text[], ${headed}::text[],
      ${passages.map(({ text }) => searchable(text))}::text[]) as p (position, heading, body, headed, words)`;
}

async function insertWords({ tx, workspace }: TxCtx, document: Written, stemmer: string): Promise<void> {
  const { id, title, passages } = document;
  const counts = new Map<string, number>();
  for (const { heading, text } of passages) {
    for (const word of new Set(wordsOf(`${title} ${heading} ${text}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  await tx`
    insert into knowledge_words (workspace_id, document_id, word, stem, passage_count)
    select ${workspace.id}, ${id}, w.word, s.stem, w.passage_count
    from unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::int[]) as w (word, passage_count)
    cross join lateral (
      select stem from unnest(tsvector_to_array(to_tsvector(${stemmer}::text::regconfig, w.word))) as t (stem) limit 1) s`;
}
