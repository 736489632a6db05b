-- How an assignment's own vehicle drove in its window by the fixes that count in a revision, and how good its data were: so
-- that a month of plan and fact is summed without its answers and its fixes. Written with the result; of results that are
-- older, when they are first asked for.
create table driven (
  assignment text not null,
  revision integer not null,
  distance_cm bigint not null,
  deadhead_cm bigint not null,
  worked_s integer not null,
  idle_s integer not null,
  grade text not null,
  primary key (assignment, revision)
);
