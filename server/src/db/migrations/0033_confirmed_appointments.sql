-- When the lead said that it will come; null until then, and again once the appointment has moved.
alter table appointments add column confirmed_at timestamptz(3);
