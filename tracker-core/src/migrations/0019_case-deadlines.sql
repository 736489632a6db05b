-- What a municipality says otherwise than usual: how soon its people see to a case of a kind, and how soon they settle it.
create table case_deadline (
  municipality text not null references municipality (id),
  kind text not null,
  acknowledge_min integer not null,
  close_min integer not null,
  primary key (municipality, kind)
);
