-- Rows arrive nearly in the order of time, which a block range index turns into a small and cheap time index.
create index fix_ts on fix using brin (ts) with (autosummarize = on);
create index work_enter on work using brin (enter_at) with (autosummarize = on);
