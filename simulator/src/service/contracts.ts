import { addDays, localOf, type ContractBody, type Operation, type Rule, type Terms } from '@sweepline/contract';
import type { Scenario } from '../scenario/scenario.ts';
import type { Rest } from './rest.ts';

/** A minor unit's hundredfold: amounts below are whole units of a currency with two digits. */
const UNIT = 100;

/** One rule of most kinds, so that a claim of the simulated town shows what rules can say. */
const RULES: readonly Rule[] = [
  {
    id: 'route-short',
    kind: 'penalty',
    clause: '6.1',
    on: { fact: 'undone', per: 'route', above: '10' },
    charge: { sum: 'percent', percent: '2', of: 'route' },
    repeat: { from: 2, factor: '1.5' },
  },
  {
    id: 'gear-up',
    kind: 'penalty',
    clause: '6.2',
    on: { fact: 'undone', per: 'leg', reasons: ['gear-off', 'too-fast'] },
    charge: { sum: 'per-metre', price: '0.5' },
    cap: { fact: 500 * UNIT },
    cure_h: 12,
  },
  {
    id: 'absent',
    kind: 'penalty',
    clause: '6.3',
    on: { fact: 'incident', kinds: ['no-show', 'late-start'] },
    charge: { sum: 'fixed', amount: 250 * UNIT },
    warnings: 1,
  },
  {
    id: 'late',
    kind: 'penalty',
    clause: '6.4',
    on: { fact: 'late' },
    charge: { sum: 'key-rate', divisor: 300, rateOn: 'payment' },
  },
  {
    id: 'day-lost',
    kind: 'non-payment',
    clause: '5.4',
    on: { fact: 'undone', per: 'day', above: '50' },
    charge: { sum: 'zero' },
  },
  {
    id: 'well-done',
    kind: 'bonus',
    clause: '7.1',
    on: { fact: 'completed', per: 'month', atLeast: '98' },
    charge: { sum: 'percent', percent: '1', of: 'month' },
  },
];

/** One contract a contractor, of the scenario's present local year, with its terms from the first day on. */
export async function setUpContracts(rest: Rest, scenario: Scenario, now_ms: number): Promise<void> {
  const { contracts, contractors, municipality } = scenario;
  if (contracts === undefined) return;
  const year = localOf(municipality.timezone, now_ms).date.slice(0, 4);
  // The last days of work before a new year belong to the old one's claims.
  const [from, to] = [addDays(`${year}-01-01`, -31), `${year}-12-31`];
  const terms: Terms = {
    from,
    prices: Object.entries(contracts.perMetre).map(([operation, perMetre]) => ({
      operation: operation as Operation,
      perMetre,
    })),
    completion: { leg: '95', route: '90' },
    gps: { grade: 'B' },
    deadlines: { answerDays: 7, decisionDays: 14 },
    overlap: 'greatest',
    cap: { month: contracts.price / 10 },
    keyRates: [{ from, percent: contracts.keyRate }],
    rules: [...RULES],
  };
  for (const [n, contractor] of contractors.entries()) {
    const id = `${contractor.id}-${year}`;
    const body: ContractBody = {
      municipality: municipality.id,
      contractor: contractor.id,
      number: `${n + 1}/${year}`,
      from,
      to,
      currency: contracts.currency,
      price: contracts.price,
      operations: terms.prices.map(({ operation }) => operation),
    };
    await rest.put(`/contracts/${id}`, body);
    await rest.post(`/contracts/${id}/terms`, terms);
  }
}
