-- The rest of a route handed over to another vehicle: each of the two assignments then asks for a part of the version's legs.
alter table assignment
  add column legs jsonb,
  add column continues text,
  add column handed_over_to text;
