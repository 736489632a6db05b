select create_hypertable('fix', 'ts', chunk_time_interval => interval '7 days', create_default_indexes => false);
select create_hypertable('work', 'enter_at', chunk_time_interval => interval '7 days', create_default_indexes => false);
