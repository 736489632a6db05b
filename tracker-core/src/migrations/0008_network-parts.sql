-- Streets and maps in parts: a million edges are more than one message to the database may hold. The parts are written
-- first and the network's row last, so that nobody sees half of an import; the columns of older imports hold them whole.
create table network_part (
  municipality text not null references municipality (id),
  version integer not null,
  part text not null check (part in ('snapshot', 'basemap')),
  no integer not null,
  bytes bytea not null,
  primary key (municipality, version, part, no)
);
alter table network alter column snapshot drop not null;
alter table network alter column basemap drop not null;
