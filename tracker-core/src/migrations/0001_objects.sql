-- Objects of an installation. Ids are unique per kind in the whole installation; the first writer's municipality owns them.
-- The beginning of time is the epoch: no fix that old is accepted.

create table municipality (
  id text primary key,
  name text not null,
  timezone text not null,
  locale text not null,
  drives_on text not null check (drives_on in ('right', 'left'))
);

create table network (
  municipality text not null references municipality (id),
  version integer not null,
  tag text not null,
  edges integer not null,
  length_m double precision not null,
  warnings jsonb not null,
  snapshot bytea not null,
  basemap bytea not null,
  imported_at timestamptz not null,
  primary key (municipality, version)
);

create table area (
  id text primary key,
  municipality text not null references municipality (id),
  kind text not null,
  name text not null,
  geometry jsonb not null
);
create index area_municipality on area (municipality);

create table contractor (
  id text primary key,
  municipality text not null references municipality (id),
  name text not null
);
create index contractor_municipality on contractor (municipality, id);

create table app_user (
  login text primary key,
  name text not null,
  role text not null,
  municipalities text[] not null,
  contractor text references contractor (id),
  locale text not null,
  password_hash text not null
);

create table session (
  token_hash text primary key,
  login text not null references app_user (login) on delete cascade,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_login on session (login);
create index session_expires on session (expires_at);

create table vehicle (
  id text primary key,
  -- Stands for the vehicle in binary position frames; never used again for another.
  no integer not null unique generated always as identity,
  municipality text not null references municipality (id),
  contractor text not null references contractor (id),
  plate text not null,
  operations text[] not null,
  gear_sensors text[] not null,
  serves text
);
create index vehicle_municipality on vehicle (municipality, id);
create index vehicle_contractor on vehicle (contractor);

create table device (
  id text primary key,
  municipality text not null references municipality (id),
  interval_s double precision not null,
  secret_hash text not null,
  former_secret_hash text,
  former_until timestamptz,
  revoked boolean not null default false,
  online boolean,
  seen_at timestamptz
);
create index device_municipality on device (municipality, id);

create table device_binding (
  device text not null references device (id),
  since timestamptz not null,
  vehicle text not null references vehicle (id),
  primary key (device, since)
);
create index device_binding_vehicle on device_binding (vehicle);

create table route (
  id text primary key,
  municipality text not null references municipality (id)
);
create index route_municipality on route (municipality, id);

create table route_version (
  route text not null references route (id),
  version integer not null,
  name text not null,
  operation text not null,
  legs jsonb not null,
  planned_m double precision not null,
  unmatched jsonb,
  made_at timestamptz not null,
  made_by text not null,
  primary key (route, version)
);

create table assignment (
  id text primary key,
  municipality text not null references municipality (id),
  route text not null,
  route_version integer not null,
  vehicle text not null references vehicle (id),
  from_at timestamptz not null,
  to_at timestamptz not null,
  crew text,
  contract text,
  retroactive boolean not null,
  foreign key (route, route_version) references route_version (route, version),
  check (from_at < to_at)
);
create index assignment_municipality on assignment (municipality, id);
create index assignment_vehicle on assignment (vehicle, from_at);
create index assignment_window on assignment (to_at);
create index assignment_route on assignment (route);

create table excuse (
  id text primary key,
  municipality text not null references municipality (id),
  assignment text not null references assignment (id),
  edge text not null,
  side text not null,
  from_m double precision not null,
  to_m double precision not null,
  ground text not null,
  state text not null check (state in ('proposed', 'accepted', 'refused')),
  proposed_by text not null,
  decided_by text
);
create index excuse_assignment on excuse (assignment);

-- `key` is made of the facts, so that judging the same fixes again finds the same case. The columns from `severity` to
-- `note` follow the pipeline; `state`, `assignee` and the history are people's.
create table incident (
  id text primary key,
  no integer not null unique generated always as identity,
  key text not null unique,
  municipality text not null references municipality (id),
  contractor text not null,
  vehicle text not null,
  assignment text,
  kind text not null,
  severity text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  lat double precision,
  lon double precision,
  edge text,
  figures jsonb not null,
  note text,
  state text not null,
  assignee text
);
create index incident_municipality on incident (municipality, no);
create index incident_vehicle on incident (vehicle, from_at);
create index incident_standing on incident (municipality, no) where state in ('open', 'acknowledged', 'assigned');

create table incident_entry (
  incident text not null references incident (id),
  seq integer not null,
  at timestamptz not null,
  by text,
  action text not null,
  text text,
  primary key (incident, seq)
);

create table command (
  id text primary key,
  no integer not null unique generated always as identity,
  vehicle text not null references vehicle (id),
  device text not null references device (id),
  body jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('queued', 'sent', 'acknowledged', 'expired')),
  sent_at timestamptz,
  acknowledged_at timestamptz,
  ok boolean
);
create index command_vehicle on command (vehicle, no);
create index command_waiting on command (device, no) where state in ('queued', 'sent');

create table audit (
  no bigint primary key generated always as identity,
  at timestamptz not null,
  login text not null,
  action text not null,
  object text not null,
  municipality text,
  body jsonb
);
create index audit_municipality on audit (municipality, no);
