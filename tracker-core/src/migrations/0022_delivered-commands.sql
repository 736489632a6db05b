-- When a device was known to have a command: its PUBACK, or its own answer.
alter table command add column delivered_at timestamptz;
