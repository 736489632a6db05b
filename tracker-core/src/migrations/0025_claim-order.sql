-- By what the register of claims is sorted: what a claim comes to, and until when somebody has to act.
alter table claim
  add column total bigint not null generated always as (coalesce((totals ->> 'total')::bigint, 0)) stored,
  add column due_at timestamptz generated always as (case state when 'issued' then answer_by when 'answered' then decide_by end) stored;
create index claim_by_number on claim (municipality, number, no);
create index claim_by_period on claim (municipality, from_date, no);
create index claim_by_total on claim (municipality, total, no);
create index claim_by_due on claim (municipality, coalesce(due_at, 'infinity'::timestamptz), no);
