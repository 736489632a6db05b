-- A part of a route that was handed over is found by the assignment it goes on with.
create index assignment_continues on assignment (continues) where continues is not null;
