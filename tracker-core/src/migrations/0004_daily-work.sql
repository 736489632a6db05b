-- Metres and time per vehicle and local day.
create view daily_work as
select
  municipality,
  vehicle,
  crew,
  operation,
  verdict,
  local_date,
  count(*) as passages,
  sum(to_cm - from_cm) as length_cm,
  sum(extract(epoch from leave_at - enter_at) * 1000)::bigint as duration_ms,
  min(enter_at) as first_at,
  max(leave_at) as last_at
from work
group by municipality, vehicle, crew, operation, verdict, local_date;
