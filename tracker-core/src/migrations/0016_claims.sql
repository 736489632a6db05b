-- An agreement of a municipality with a contractor. Dates are local, as people write them.
create table contract (
  id text primary key,
  municipality text not null references municipality (id),
  contractor text not null references contractor (id),
  number text not null,
  title text,
  from_date text not null,
  to_date text not null,
  currency text not null,
  price bigint not null,
  operations text[] not null,
  -- Null: every route of these operations.
  routes text[],
  check (from_date <= to_date)
);
create index contract_municipality on contract (municipality, id);

-- What it says from a date on: never changed, only followed.
create table contract_terms (
  contract text not null references contract (id),
  version integer not null,
  by text not null,
  at timestamptz not null,
  terms jsonb not null,
  primary key (contract, version)
);

create table claim (
  id text primary key,
  no integer not null unique generated always as identity,
  contract text not null references contract (id),
  municipality text not null references municipality (id),
  contractor text not null references contractor (id),
  number text not null,
  revision integer not null,
  from_date text not null,
  to_date text not null,
  payment_date text not null,
  currency text not null,
  state text not null check (state in ('drafting', 'stopped', 'draft', 'issued', 'answered', 'decided', 'paid', 'withheld',
    'cancelled', 'replaced')),
  made_by text not null,
  -- Lower-case words by which it is found.
  search text not null,
  done integer not null default 0,
  works integer not null default 0,
  -- What it was drafted under: contract, terms, time zone, incidents. With the results that claim_work names it gives the
  -- same lines again.
  setup json,
  totals jsonb,
  unsealed text[] not null default '{}',
  issued_at timestamptz,
  answer_by timestamptz,
  answered_at timestamptz,
  decide_by timestamptz,
  decided_at timestamptz,
  closed_at timestamptz,
  digest text,
  replaces text references claim (id),
  replaced_by text references claim (id),
  -- The contractor was reminded of its deadline.
  reminded boolean not null default false,
  unique (contract, number, revision)
);
create index claim_municipality on claim (municipality, no);
create index claim_contract on claim (contract, from_date);
create index claim_state on claim (state) where state in ('drafting', 'issued');

-- The sealed results that a claim was drafted from.
create table claim_work (
  claim text not null,
  assignment text not null,
  revision integer not null,
  primary key (claim, assignment)
);

-- Without a reference to its claim, which would be looked up for each of a hundred thousand lines.
create table claim_line (
  claim text not null,
  no integer not null,
  kind text not null,
  state text not null,
  why text,
  -- As it was drafted: a dropped line that is restored is that again.
  drafted_state text not null,
  drafted_why text,
  rule text,
  date text not null,
  assignment text,
  route text,
  vehicle text,
  reason text,
  amount bigint not null,
  search text not null,
  -- Everything else of the line as it was drafted.
  body json not null,
  answer text,
  answer_m double precision,
  answer_reason text,
  answer_by text,
  answer_at timestamptz,
  decision text,
  decision_m double precision,
  decision_amount bigint,
  decision_reason text,
  decision_by text,
  decision_at timestamptz,
  primary key (claim, no)
);

create table claim_entry (
  claim text not null references claim (id),
  seq integer not null,
  at timestamptz not null,
  by text not null,
  action text not null,
  line integer,
  text text,
  primary key (claim, seq)
);

-- A file belongs to an excuse or to the answer to a line of a claim.
alter table attachment
  alter column excuse drop not null,
  add column claim text,
  add column line integer,
  add foreign key (claim, line) references claim_line (claim, no),
  add unique (claim, line, sha256),
  add check ((excuse is null) <> (claim is null) and (claim is null) = (line is null));

alter table app_user add column email text;

-- What one user is told.
create table notice (
  id text primary key,
  no integer not null unique generated always as identity,
  login text not null references app_user (login) on delete cascade,
  at timestamptz not null,
  municipality text not null references municipality (id),
  kind text not null,
  claim text references claim (id),
  -- What its words are made of, as it was then.
  facts jsonb not null,
  read_at timestamptz
);
create index notice_login on notice (login, no);

-- The same by e-mail: sent once, tried again after a while, given up after some days.
create table mail (
  notice text primary key references notice (id) on delete cascade,
  address text not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz,
  trouble text
);
create index mail_due on mail (due_at) where sent_at is null and given_up_at is null;

-- What a claim needs of a result, a fraction of its size. Written with the result; null in what is older.
alter table result add column packed json;
