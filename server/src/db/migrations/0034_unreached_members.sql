-- Whom the last attempt did not reach: the next is for them alone. Null before the first.
alter table notifications add column unreached_ids uuid[];
-- Of the owners, since the endpoint was last disabled.
alter table webhook_endpoints add column unreached_ids uuid[];
