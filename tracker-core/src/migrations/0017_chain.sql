-- Fixes are chained per device in the order of storing; docs/evidence.md says of which bytes a link is made.

-- Place in the device's chain, from 1 on; null in what was stored before there was a chain.
alter table fix add column chain_no bigint;

-- Where each device's chain stands. `day`: UTC date of receipt; `fixes`, `from_at`, `to_at`: number and instants of that
-- day's links. `written_after`: the place after which the last write went on: of two that would go on there one is refused.
create table chain (
  device text primary key,
  no bigint not null,
  head bytea not null,
  day date not null,
  fixes integer not null,
  from_at timestamptz,
  to_at timestamptz,
  written_after bigint not null
);

-- Where it stood at the end of each day that moved it; outlives the fixes.
create table chain_day (
  device text not null,
  day date not null,
  no bigint not null,
  head bytea not null,
  fixes integer not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- Counts the days in the order in which they were closed; null while a day is open.
  published bigint unique,
  -- Whose vehicles the device served on that day.
  contractors text[] not null default '{}',
  primary key (device, day)
);
create index chain_day_open on chain_day (day) where published is null;
create index chain_day_contractors on chain_day using gin (contractors);

-- Public keys by which evidence is signed, for ever; the private one lies in a file.
create table signing_key (
  id text primary key,
  public_key bytea not null,
  from_at timestamptz not null,
  to_at timestamptz
);
