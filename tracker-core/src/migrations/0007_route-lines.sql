-- How well the line of a route fitted the streets; null for a route given by its legs.
alter table route_version add column line jsonb;
