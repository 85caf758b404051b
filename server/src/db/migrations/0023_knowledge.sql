-- What a workspace knows: documents, cut into passages that answer questions.

create table knowledge_documents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- Its name, or its path below the folder that it came from.
  path text not null,
  title text not null,
  -- A BCP 47 tag, and the text search configuration that goes with it.
  language text not null,
  stemmer text not null,
  body text not null,
  -- Of the body in UTF-8, in hexadecimal digits: whether a file has changed.
  sha256 text not null,
  passage_count int not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create unique index knowledge_documents_path on knowledge_documents (workspace_id, path);
create index knowledge_documents_size on knowledge_documents (workspace_id, stemmer) include (passage_count);
call make_tenant_table('knowledge_documents');

create table knowledge_passages (
  workspace_id uuid not null,
  document_id uuid not null,
  position int not null,
  heading text not null,
  body text not null,
  -- The stems of title and heading (weight A) and of the body, and one lexeme that is the workspace's: with it in every
  -- search the index itself leaves out what others have.
  terms tsvector not null,
  primary key (workspace_id, document_id, position),
  foreign key (workspace_id, document_id) references knowledge_documents (workspace_id, id) on delete cascade
);
create index knowledge_passages_terms on knowledge_passages using gin (terms);
call make_tenant_table('knowledge_passages');
create policy engine on knowledge_passages for select to foyer_engine using (true);
grant select on knowledge_passages to foyer_engine;

-- The words of a document as they are written: what a misspelt word may have meant, and how rare a stem is.
create table knowledge_words (
  workspace_id uuid not null,
  document_id uuid not null,
  word text not null,
  stem text not null,
  passage_count int not null,
  primary key (workspace_id, document_id, word),
  foreign key (workspace_id, document_id) references knowledge_documents (workspace_id, id) on delete cascade
);
create index knowledge_words_alike on knowledge_words using gist (workspace_id, word gist_trgm_ops);
create index knowledge_words_stem on knowledge_words (workspace_id, stem) include (passage_count);
call make_tenant_table('knowledge_words');

create function knowledge_lexeme(of_workspace uuid) returns text
  language sql immutable parallel safe
  return 'workspace:' || of_workspace::text;

-- The passages of the caller's own workspace that have any of the stems `sought`, those first that have most of the
-- weights of `stems`: of those of one word (`of_words`) the one with most weight counts. `headed` is the part of it that
-- stands in title or heading. Of the engine's role, as a condition that is not proved to keep rows secret uses no index
-- under row-level security. Stems are letters and digits; `most_looked` bounds what common ones cost.
create function search_knowledge(
  sought text[], stems text[], of_words int[], weights float8[], most_looked int, most int)
  returns table (document_id uuid, "position" int, weight float8, headed float8)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    with found as materialized (
      select p.workspace_id, p.document_id, p.position, p.terms from knowledge_passages p
      where p.terms @@ (
        select quote_literal(knowledge_lexeme(current_workspace()))::tsquery
          && string_agg(quote_literal(s.stem), ' | ')::tsquery
        from unnest(sought) as s (stem))
      limit most_looked
    )
    select f.document_id, f.position, w.weight, w.headed
    from found f cross join lateral (
      select sum(one.weight) as weight, sum(one.headed) as headed from (
        select max(a.weight) as weight,
          max(case when f.terms @@ (quote_literal(a.stem) || ':A')::tsquery then a.weight else 0 end) as headed
        from unnest(stems, of_words, weights) as a (stem, of_word, weight)
        where f.terms @@ quote_literal(a.stem)::tsquery
        group by a.of_word) one) w
    where f.workspace_id = current_workspace()
    order by w.weight + w.headed / 10 desc, f.document_id, f.position
    limit most;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('search_knowledge(text[], text[], int[], float8[], int, int)');
revoke create on schema public from foyer_engine;
