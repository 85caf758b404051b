-- Suppressions by API: closed words for why, and one hash for all spellings of a number.

update suppressions set reason = 'opted_out' where reason = 'the lead opted out';
update suppressions set reason = 'manual'
where reason not in ('opted_out', 'complaint', 'wrong_number', 'bounced', 'manual');
alter table suppressions add constraint suppressions_reason
  check (reason in ('opted_out', 'complaint', 'wrong_number', 'bounced', 'manual'));

-- The hash is that of a number's match key (kernel/contact.ts), in which Brazil's ninth digit, Argentina's 9 and
-- Mexico's old 1 are left out. Of several spellings that are suppressed already one takes it: that which has it, if any.
update suppressions s set address_hash = sha256(convert_to(s.workspace_id || ':' || k.key, 'UTF8'))
from (
  select workspace_id, id, key, row_number() over (
    partition by workspace_id, key, lifted_at is null order by address <> key, id) as place
  from (
    select workspace_id, id, address, lifted_at, regexp_replace(regexp_replace(regexp_replace(address,
      '^\+55(\d{2})9(\d{8})$', '+55\1\2'), '^\+549(\d{10})$', '+54\1'), '^\+521(\d{10})$', '+52\1') as key
    from suppressions where kind = 'phone' and address is not null) spelt) k
where k.workspace_id = s.workspace_id and k.id = s.id and k.place = 1;
