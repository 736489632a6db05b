-- What arrives from devices and what is made of it. Devices, vehicles and crews are named, not referenced: history outlives them.

-- Every fix that was accepted, other content at the same instant included; the one that counts has the smallest digest.
create table fix (
  device text not null,
  municipality text not null,
  ts timestamptz not null,
  received_at timestamptz not null,
  lat double precision not null,
  lon double precision not null,
  -- SHA-256 of body.
  digest bytea not null,
  -- RFC 8785 JSON as it was decoded.
  body text not null,
  field_errors text[],
  primary key (device, ts, digest)
);

create table refusal (
  id bigint generated always as identity primary key,
  municipality text not null,
  device text not null,
  received_at timestamptz not null,
  reason text not null,
  detail text not null,
  batch_index integer,
  -- The first 4 KiB.
  payload text not null
);
create index refusal_device on refusal (device, received_at);
create index refusal_received on refusal (received_at);

create table event (
  device text not null,
  municipality text not null,
  ts timestamptz not null,
  received_at timestamptz not null,
  kind text not null,
  note text,
  lat double precision,
  lon double precision,
  primary key (device, ts, kind)
);
create index event_municipality on event (municipality, ts);

-- One row per passage: a drive along part of one edge with one verdict.
create table work (
  municipality text not null,
  vehicle text not null,
  crew text not null default '',
  operation text not null,
  edge text not null,
  serves text not null,
  from_cm integer not null,
  to_cm integer not null,
  forward boolean not null,
  verdict text not null,
  enter_at timestamptz not null,
  leave_at timestamptz not null,
  marks text[],
  -- Start of the municipality's local hour in which the edge was entered, that hour's local date and offset from UTC.
  hour timestamptz not null,
  local_date date not null,
  utc_offset_min smallint not null
);
create index work_vehicle on work (vehicle, enter_at);

-- Hours of a vehicle whose work changed since load was summed.
create table load_dirty (
  vehicle text not null,
  hour timestamptz not null,
  primary key (vehicle, hour)
);

-- Work summed for ever: next season's plan is made from it. Of a doubled local hour there are two, apart by instant and offset.
create table load (
  municipality text not null,
  edge text not null,
  side text not null,
  operation text not null,
  vehicle text not null,
  crew text not null,
  hour timestamptz not null,
  local_date date not null,
  local_hour smallint not null,
  utc_offset_min smallint not null,
  passes integer not null,
  length_cm bigint not null,
  duration_ms bigint not null,
  speed_kmh double precision generated always as (
    case when duration_ms > 0 then round(length_cm * 36.0 / duration_ms, 2)::double precision end
  ) stored,
  primary key (municipality, edge, side, operation, vehicle, crew, hour)
);
create index load_vehicle on load (vehicle, hour);

-- Evidence in these spans is kept whatever its age.
create table hold (
  claim text not null,
  municipality text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  primary key (claim, municipality, from_at)
);

-- Sealed results and the revisions that followed. `answer` keeps the order of its fields.
create table result (
  assignment text not null,
  revision integer not null,
  sealed_at timestamptz not null,
  digest text not null,
  cause text not null,
  difference json not null,
  answer json not null,
  primary key (assignment, revision)
);
