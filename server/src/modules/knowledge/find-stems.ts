import type { TxCtx } from '../../db/database.ts';
import type { AskedWord } from '../../engagement/knowledge/asked-words.ts';
import { editDistance } from '../../engagement/understanding/text.ts';

/** One way in which a word of a question may stand in a passage. */
export interface Stem {
  /** The number of the word among those asked for. */
  readonly ofWord: number;
  /** A word as it is written, or a word of the documents that a misspelt one may mean. */
  readonly word: string;
  readonly stem: string;
  /** What it counts, against the word itself. */
  readonly factor: number;
  /** In about how many passages of the workspace it stands. */
  readonly passageCount: number;
}

/** What a word counts that is only written alike: more where it is more alike. */
const TYPO = 0.75;
const MOST_CHANGES = 2;
const SHORTEST = 4;

/** The stems of the words asked for in the languages of the workspace's documents, and how rare each is. */
export async function findStems({ tx, workspace }: TxCtx, asked: readonly AskedWord[], stemmers: readonly string[]) {
  const forms = asked.flatMap((one, ofWord) => one.forms.map((form) => ({ ...form, ofWord })));
  const found = await tx<Stem[]>`
    select distinct f.of_word, f.word, f.factor, s.stem, coalesce(k.passage_count, 0)::int as passage_count
    from unnest(${forms.map(({ ofWord }) => ofWord)}::int[], ${forms.map(({ word }) => word)}::text[],
      ${forms.map(({ factor }) => factor)}::float8[]) as f (of_word, word, factor)
    cross join unnest(${stemmers}::text[]) as l (stemmer)
    cross join lateral unnest(tsvector_to_array(to_tsvector(l.stemmer::regconfig, f.word))) as s (stem)
    cross join lateral (
      select sum(w.passage_count) as passage_count from knowledge_words w
      where w.workspace_id = ${workspace.id} and w.stem = s.stem) k
    order by f.of_word, f.factor desc, s.stem`;
  return [...found];
}

/** For each word that no document has, in no form: the one of the documents that is written most alike, if any is. */
export async function findMisspelt(
  { tx, workspace }: TxCtx,
  words: readonly { readonly ofWord: number; readonly word: string }[],
): Promise<Stem[]> {
  const long = words.filter(({ word }) => word.length >= SHORTEST);
  if (long.length === 0) return [];
  const alike = await tx<(Omit<Stem, 'factor'> & { readonly asked: string })[]>`
    select a.of_word, a.word as asked, n.word, n.stem, n.passage_count
    from unnest(${long.map(({ ofWord }) => ofWord)}::int[], ${long.map(({ word }) => word)}::text[]) as a (of_word, word)
    cross join lateral (
      select w.word, w.stem, w.passage_count from knowledge_words w
      where w.workspace_id = ${workspace.id}
      order by w.word <-> a.word limit 1) n`;
  return alike.flatMap(({ asked, ...stem }) => {
    const most = asked.length >= 8 ? MOST_CHANGES : 1;
    const changes = editDistance(asked, stem.word, most);
    return changes > most ? [] : [{ ...stem, factor: TYPO }];
  });
}
