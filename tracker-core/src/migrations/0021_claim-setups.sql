-- Claims that were drafted before counted delays to the end of their period, and knew of earlier claims their penalties only.
update claim set setup = (setup::jsonb - 'earlierPenalties' || jsonb_build_object('delaysTo', setup ->> 'to',
  'earlier', jsonb_build_object('penalties', (setup ->> 'earlierPenalties')::bigint, 'months', '{}'::jsonb, 'rules', '{}'::jsonb)))::json
where setup ->> 'earlierPenalties' is not null;

-- Which of its rule's facts a line is: dropping one moves all behind it on by one, and nothing else of most of them.
alter table claim_line add column occurrence integer;
update claim_line set occurrence = (body ->> 'occurrence')::integer where rule is not null;
create index claim_line_dropped on claim_line (claim) where state = 'dropped';
