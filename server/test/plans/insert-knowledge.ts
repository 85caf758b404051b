import type postgres from 'postgres';

/**
 * Ten thousand passages for one workspace, in 500 documents, and 200 for each of a hundred others, in much the same
 * words. No trigger or foreign key looks.
 */
export async function insertKnowledge(sql: postgres.Sql, workspaceId: string): Promise<void> {
  await sql`
    create temporary table pages as
    select ${workspaceId}::uuid as workspace_id, uuidv7() as id, n from generate_series(1, 500) n
    union all select w.id, uuidv7(), n from (select uuidv7() as id from generate_series(1, 100)) w, generate_series(1, 10) n`;
  await sql`
    insert into knowledge_documents (workspace_id, id, path, title, language, stemmer, body, sha256, passage_count,
      created_at, updated_at)
    select workspace_id, id, 'page ' || n, 'Page', 'en', 'english', '', '', 20, now(), now() from pages`;
  await sql`
    create temporary table texts as
    select workspace_id, id, m, case when n = 7 and m = 3 then 'parking behind the house' else
      'common thing number' || (n * 20 + m) % 1999 || ' letter' || md5((n * 20 + m)::text) end as body
    from pages, generate_series(1, 20) m`;
  await sql`
    insert into knowledge_passages (workspace_id, document_id, position, heading, body, terms)
    select workspace_id, id, m, '', body,
      to_tsvector('english', body) || array_to_tsvector(array[knowledge_lexeme(workspace_id)]) from texts`;
  await sql`
    insert into knowledge_words (workspace_id, document_id, word, stem, passage_count)
    select workspace_id, id, w, (tsvector_to_array(to_tsvector('english', w)))[1], count(*)
    from texts, unnest(string_to_array(body, ' ')) w
    where w <> 'the' group by 1, 2, 3, 4`;
}
