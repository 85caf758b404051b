-- A call is handed in by whoever carries it: between which numbers it was, and its words turn by turn,
-- [{"speaker", "text", "at"}]. Nothing has written a transcript as one text so far.
alter table calls
  add column from_number text,
  add column to_number text,
  alter column transcript type jsonb using case when transcript is null then null
    else jsonb_build_array(jsonb_build_object('speaker', 'agent', 'text', transcript, 'at', null)) end;
