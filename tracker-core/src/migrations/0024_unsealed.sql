-- Whether a result was sealed, kept with the assignment: looking for those without one costs as little in the tenth year as
-- on the first day.
alter table assignment add column sealed boolean not null default false;
update assignment set sealed = true where exists (select from result where result.assignment = assignment.id);
create index assignment_unsealed on assignment (to_at, id) where not sealed;
