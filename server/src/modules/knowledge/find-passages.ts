import type { TxCtx } from '../../db/database.ts';
import { type AskedWord, askedWords } from '../../engagement/knowledge/asked-words.ts';
import { fittingSentences } from '../../engagement/knowledge/fitting-sentences.ts';
import type { FoundAnswer } from '../../engagement/knowledge/found-answer.ts';
import { findMisspelt, findStems, type Stem } from './find-stems.ts';

export interface FoundPassage extends FoundAnswer {
  readonly path: string;
  readonly heading: string;
  /** The whole passage, of which `text` is a part. */
  readonly passage: string;
}

/** The stems that a search begins with are in about so many passages together: rarer ones first, one at least. */
const SOUGHT = 1000;
const MOST_LOOKED = 2 * SOUGHT;

interface Question {
  readonly question: string;
  /** That of the question, a BCP 47 tag. */
  readonly language: string;
  readonly limit: number;
}

/**
 * The passages of the workspace's knowledge that have most of what a question asks for, best first; three statements at
 * most, and one where there is no knowledge. Words count by how rare they are; one that no document has counts most.
 */
export async function findPassages(ctx: TxCtx, { question, language, limit }: Question): Promise<FoundPassage[]> {
  const asked = askedWords(question, language);
  const size = asked.length === 0 ? [] : await readSize(ctx);
  if (size.length === 0) return [];
  const spelt = await findStems(
    ctx,
    asked,
    size.map(({ stemmer }) => stemmer),
  );
  const stems = [...spelt, ...(await findMisspelt(ctx, unknownIn(asked, spelt)))];
  const known = stems.filter(({ passageCount }) => passageCount > 0);
  if (known.length === 0) return [];
  const weights = weightsOf(
    stems,
    size.reduce((sum, { passages }) => sum + passages, 0),
  );
  const rows = await search(ctx, known, { weights, limit });
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const words = known.map(({ word, ofWord, factor }) => ({ word, weight: factor * (weights.get(ofWord) ?? 0) }));
  return rows.map(({ body, weight, language: written, ...row }) => ({
    ...row,
    question,
    passage: body,
    text: fittingSentences({ text: body, words, language: written }),
    confidence: Math.round((weight / total) * 100) / 100,
  }));
}

/** How many passages there are, by the stemmer of their language. */
async function readSize({ tx, workspace }: TxCtx): Promise<{ stemmer: string; passages: number }[]> {
  const sizes = await tx<{ stemmer: string; passages: number }[]>`
    select stemmer, sum(passage_count)::int as passages from knowledge_documents
    where workspace_id = ${workspace.id} group by stemmer order by stemmer`;
  return [...sizes];
}

/** The words of which no document has any form. One without a stem says nothing in the documents' languages. */
function unknownIn(asked: readonly AskedWord[], stems: readonly Stem[]): { ofWord: number; word: string }[] {
  return asked.flatMap(({ word }, ofWord) => {
    const own = stems.filter((stem) => stem.ofWord === ofWord);
    return own.length > 0 && own.every(({ passageCount }) => passageCount === 0) ? [{ ofWord, word }] : [];
  });
}

/** What each word counts, by its number: more the fewer passages have it, in whatever form most have. */
function weightsOf(stems: readonly Stem[], passages: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { ofWord, passageCount } of stems) counts.set(ofWord, Math.max(counts.get(ofWord) ?? 0, passageCount));
  return new Map([...counts].map(([ofWord, count]) => [ofWord, Math.log(1 + passages / Math.max(count, 0.5))]));
}

interface Row {
  readonly documentId: string;
  readonly path: string;
  readonly title: string;
  readonly language: string;
  readonly heading: string;
  readonly body: string;
  readonly weight: number;
}

async function search(
  { tx, workspace }: TxCtx,
  stems: readonly Stem[],
  { weights, limit }: { weights: ReadonlyMap<number, number>; limit: number },
): Promise<Row[]> {
  const worth = stems.map(({ ofWord, factor }) => factor * (weights.get(ofWord) ?? 0));
  const rows = await tx<Row[]>`
    select f.document_id, d.path, d.title, d.language, p.heading, p.body, f.weight
    from search_knowledge(${sought(stems)}::text[], ${stems.map(({ stem }) => stem)}::text[],
      ${stems.map(({ ofWord }) => ofWord)}::int[], ${worth}::float8[], ${MOST_LOOKED}, ${limit}) f
    join knowledge_documents d on d.workspace_id = ${workspace.id} and d.id = f.document_id
    join knowledge_passages p on p.workspace_id = ${workspace.id} and p.document_id = f.document_id
      and p.position = f.position
    order by f.weight + f.headed / 10 desc, f.document_id, f.position`;
  return [...rows];
}

function sought(stems: readonly Stem[]): string[] {
  const rarest = stems.toSorted((a, b) => a.passageCount - b.passageCount);
  let passages = 0;
  return rarest.flatMap(({ stem, passageCount }, index) => {
    passages += passageCount;
    return index === 0 || passages <= SOUGHT ? [stem] : [];
  });
}
