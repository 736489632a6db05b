-- A retired route keeps its versions and assignments, and is given to no vehicle any more.
alter table route add column retired_at timestamptz;
