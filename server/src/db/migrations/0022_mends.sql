-- Turns of a campaign that have failed in a row: it is tried again later, and paused when it goes on.
alter table campaigns add column failures int not null default 0;
