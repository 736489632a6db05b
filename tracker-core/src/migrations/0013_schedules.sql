-- Recurring plans in the municipality's wall time: dates and times are local, as people write them.
create table schedule (
  id text primary key,
  municipality text not null references municipality (id),
  route text not null references route (id),
  -- Null: nobody was given it yet; its days are shown as open.
  vehicle text references vehicle (id),
  crew text,
  contract text,
  days jsonb not null,
  from_time text not null,
  to_time text not null,
  valid_from text not null,
  valid_until text,
  exceptions text[] not null,
  -- It says nothing of windows that began before.
  effective_at timestamptz not null
);
create index schedule_municipality on schedule (municipality, id);

-- The days for which an assignment was made, with what was made: whatever differs from that now was changed by a person.
create table schedule_day (
  schedule text not null references schedule (id) on delete cascade,
  date text not null,
  assignment text not null unique,
  made jsonb not null,
  primary key (schedule, date)
);
