-- Claims that were drafted before counted delays to the end of their period, and knew of earlier claims their penalties only.
update claim set setup = (setup::jsonb - 'earlierPenalties' || jsonb_build_object('delaysTo', setup ->> 'to',
  'earlier', jsonb_build_object('penalties', (setup ->> 'earlierPenalties')::bigint, 'months', '{}'::jsonb, 'rules', '{}'::jsonb)))::json
where setup ->> 'earlierPenalties' is not null;
