-- The template by which a message may leave outside its channel's window: {"name": ..., "values": [...]}; null for free text.
alter table messages add column template jsonb;
