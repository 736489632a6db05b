-- The same, kept up to date instead of summed when asked for. A local day lies in two buckets of UTC days.
drop view daily_work;
create materialized view daily_work_part with (timescaledb.continuous, timescaledb.materialized_only = false) as
select
  municipality,
  vehicle,
  crew,
  operation,
  verdict,
  local_date,
  time_bucket(interval '1 day', enter_at) as bucket,
  count(*) as passages,
  sum(to_cm - from_cm) as length_cm,
  sum(extract(epoch from leave_at - enter_at) * 1000)::bigint as duration_ms,
  min(enter_at) as first_at,
  max(leave_at) as last_at
from work
group by municipality, vehicle, crew, operation, verdict, local_date, bucket
with no data;

create view daily_work as
select
  municipality,
  vehicle,
  crew,
  operation,
  verdict,
  local_date,
  sum(passages)::bigint as passages,
  sum(length_cm)::bigint as length_cm,
  sum(duration_ms)::bigint as duration_ms,
  min(first_at) as first_at,
  max(last_at) as last_at
from daily_work_part
group by municipality, vehicle, crew, operation, verdict, local_date;

-- Policies that a server runs by itself; where it has no background workers the service does the same.
alter table fix set (timescaledb.compress, timescaledb.compress_segmentby = 'device', timescaledb.compress_orderby = 'ts, digest');
alter table work set (timescaledb.compress, timescaledb.compress_segmentby = 'vehicle', timescaledb.compress_orderby = 'enter_at');
select add_compression_policy('fix', interval '7 days');
select add_compression_policy('work', interval '7 days');
select add_continuous_aggregate_policy(
  'daily_work_part',
  start_offset => interval '40 days',
  end_offset => interval '1 day',
  schedule_interval => interval '1 hour'
);
