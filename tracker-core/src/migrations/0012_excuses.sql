-- A proposal names one or many stretches of a plan; what happened to it is its history.
create table excuse_stretch (
  excuse text not null references excuse (id),
  edge text not null,
  side text not null,
  from_m double precision not null,
  to_m double precision not null,
  primary key (excuse, edge, side, from_m),
  check (from_m < to_m)
);
insert into excuse_stretch (excuse, edge, side, from_m, to_m) select id, edge, side, from_m, to_m from excuse;

create table excuse_entry (
  excuse text not null references excuse (id),
  seq integer not null,
  at timestamptz not null,
  by text not null,
  action text not null,
  text text,
  primary key (excuse, seq)
);

alter table excuse
  add column no integer not null unique generated always as identity,
  add column note text,
  add column planned_m double precision not null default 0,
  drop column edge,
  drop column side,
  drop column from_m,
  drop column to_m,
  drop column decided_by,
  drop constraint excuse_state_check,
  add constraint excuse_state_check check (state in ('proposed', 'accepted', 'refused', 'withdrawn'));
create index excuse_municipality on excuse (municipality, no);

-- Evidence as it was sent. Its parts are written first and its row last, so that nobody sees half of a file.
create table attachment (
  id text primary key,
  excuse text not null references excuse (id),
  name text not null,
  type text not null,
  bytes integer not null,
  sha256 text not null,
  by text not null,
  at timestamptz not null,
  unique (excuse, sha256)
);
create table attachment_part (
  attachment text not null,
  no integer not null,
  bytes bytea not null,
  primary key (attachment, no)
);
