-- What follows a seal. A row of `result` never changes but in `state` and in who decided it, when and with what words.
alter table result
  add column state text not null default 'standing'
    check (state in ('standing', 'proposed', 'accepted', 'declined', 'superseded')),
  -- Everything besides the fixes that the answer follows from.
  add column basis json,
  add column decided_by text,
  add column decided_at timestamptz,
  add column decided_why text;
create index result_proposed on result (assignment) where state = 'proposed';

-- Hours of a device for which fixes came so late that a sealed result may rest on that hour. Written with the fixes.
create table late_arrival (
  device text not null,
  hour timestamptz not null,
  received_at timestamptz not null,
  primary key (device, hour)
);

-- Sealed assignments whose plan was written again. Written with the plan.
create table plan_rewritten (
  assignment text primary key,
  at timestamptz not null
);

-- Batches of recomputed shifts. `cursor_*`: the last shift that is done, in the order of window end and id.
create table recompute_job (
  id text primary key,
  municipality text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  asked_by text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  total integer not null,
  done integer not null default 0,
  unsealed integer not null default 0,
  changed integer not null default 0,
  failed integer not null default 0,
  fixes bigint not null default 0,
  took_ms bigint not null default 0,
  cursor_to timestamptz,
  cursor_id text
);
create unique index recompute_job_running on recompute_job (municipality, from_at, to_at) where ended_at is null;

create table recompute_finding (
  job text not null references recompute_job (id),
  assignment text not null,
  revision integer,
  stored text,
  computed text,
  trouble text,
  primary key (job, assignment)
);
