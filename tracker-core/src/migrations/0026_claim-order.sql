-- Words as people put them in order, 2 before 10: runs of digits are filled up with zeros, upper and lower case are one.
create function natural_order(words text) returns text language sql immutable strict parallel safe
  return regexp_replace(regexp_replace(lower(words), '\d+', '000000000000000000\&', 'g'), '0*(\d{18,})', '\1', 'g');

-- The register is sorted by what it shows: names as they are now until the claim is issued, then those of that day.
alter table claim
  add column number_order text generated always as (natural_order(number)) stored,
  add column contractor_order text,
  add column contract_order text,
  add column state_order integer not null generated always as (array_position(array['drafting', 'stopped', 'draft', 'issued',
    'answered', 'decided', 'paid', 'withheld', 'cancelled', 'replaced'], state)) stored;
update claim m set
  contractor_order = natural_order(coalesce(m.names ->> 'contractor', c.name)),
  contract_order = natural_order(coalesce(m.names ->> 'contractNumber', k.number))
from contract k, contractor c where k.id = m.contract and c.id = m.contractor;
alter table claim
  alter column contractor_order set not null,
  alter column contract_order set not null;

drop index claim_by_number;
create index claim_by_number on claim (municipality, number_order, no);
create index claim_by_contractor on claim (municipality, contractor_order, no);
create index claim_by_contract on claim (municipality, contract_order, no);
create index claim_by_state on claim (municipality, state_order, no);
-- Downwards too, what waits for nobody comes last.
create index claim_by_due_down on claim (municipality, coalesce(due_at, '-infinity'::timestamptz), no);
-- Whose names follow a contractor or a contract that is renamed.
create index claim_unnamed on claim (contractor, contract) where names is null;
