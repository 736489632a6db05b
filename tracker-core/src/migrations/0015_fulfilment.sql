-- What a revision of a result says, leg by leg with all sides and passes of it, so that a month is summed without its answers.
-- Written with the result; of results that are older, when they are first asked for.
create table fulfilment (
  assignment text not null,
  revision integer not null,
  planned_cm bigint not null,
  covered_cm bigint not null,
  excused_cm bigint not null,
  wrong_side_cm bigint not null,
  gear_off_cm bigint not null,
  too_fast_cm bigint not null,
  no_data_cm bigint not null,
  not_reached_cm bigint not null,
  -- An element for each leg.
  leg_edge text[] not null,
  leg_from_cm integer[] not null,
  leg_to_cm integer[] not null,
  leg_planned_cm integer[] not null,
  leg_covered_cm integer[] not null,
  leg_excused_cm integer[] not null,
  leg_wrong_side_cm integer[] not null,
  leg_gear_off_cm integer[] not null,
  leg_too_fast_cm integer[] not null,
  leg_no_data_cm integer[] not null,
  leg_not_reached_cm integer[] not null,
  primary key (assignment, revision)
);

create index assignment_begin on assignment (municipality, from_at);
