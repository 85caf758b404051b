-- The score that a workflow's rules gave a lead last. Where qualification_score is another, somebody else has set it.
alter table leads add column rules_score smallint check (rules_score between 0 and 100);
