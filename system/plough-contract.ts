import { addDays, type Rule } from '@sweepline/contract';
import type { Api } from './api.ts';
import type { Town } from './main-street.ts';

/** Makes `k-1`, a contract on ploughing around a local date, at 1.85 MDL a kerb metre, with these rules on top. */
export async function putPloughContract(auditor: Api, town: Town, date: string, rules: readonly Rule[]): Promise<void> {
  const from = addDays(date, -200);
  await auditor.put('/contracts/k-1', {
    municipality: town.id,
    contractor: town.contractor,
    number: '118/25',
    from,
    to: addDays(date, 200),
    currency: 'MDL',
    price: 100_000_000,
    operations: ['plough'],
  });
  await auditor.post('/contracts/k-1/terms', {
    from,
    prices: [{ operation: 'plough', perMetre: '1.85' }],
    completion: { leg: '95', route: '90' },
    gps: { grade: 'B' },
    deadlines: { answerDays: 5, decisionDays: 10 },
    overlap: 'greatest',
    rules,
  });
}
