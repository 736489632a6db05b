-- A retired vehicle keeps what it did, and does nothing any more.
alter table vehicle add column retired_at timestamptz;
