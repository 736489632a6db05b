-- What the lines of rules of a claim are settled by when one is dropped, so many in a part; see docs/claims.md.
create table claim_stake (
  claim text not null,
  part integer not null,
  stakes json not null,
  primary key (claim, part)
);

-- A line that is restored is settled again instead.
alter table claim_line drop column drafted_state, drop column drafted_why;

-- What the documents of an issued claim show by name: parties, routes, vehicles, as they were called when it was issued.
alter table claim add column names jsonb;
