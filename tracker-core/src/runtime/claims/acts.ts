import { addDays, type ActAnswer, type Contract, says } from '@sweepline/contract';
import { priceOf, termsOn } from '../../claims/terms/terms-of.ts';
import type { ActPort } from '../../gateway/ports.ts';
import { Refused } from '../../refused.ts';
import { reconcile } from '../../reports/act/reconcile.ts';
import type { Db } from '../../store/db.ts';
import { allTerms } from '../../store/objects/contracts.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { routeNames } from '../../store/objects/routes.ts';
import { routeSummaries } from '../../store/objects/week.ts';
import type { Directory } from '../directory.ts';
import { TableReader } from '../importing/table-reader.ts';
import type { PlanFact } from '../plan-fact.ts';

export interface ActsParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly planFact: PlanFact;
}

/** Holds contractors' acts against what was measured. */
export class Acts implements ActPort {
  private readonly parts: ActsParts;
  private readonly tables = new TableReader();

  constructor(parts: ActsParts) {
    this.parts = parts;
  }

  async reconcile(
    contract: Contract,
    { from, to }: { readonly from: string; readonly to: string },
    format: 'xlsx' | 'csv',
    body: Uint8Array,
  ): Promise<ActAnswer> {
    const { db, directory, planFact } = this.parts;
    const act = await this.tables.readAct(format, body);
    const municipality = await findMunicipality(db, contract.municipality);
    if (municipality === null)
      throw new Refused('not-found', says('nothing-there', { kind: 'municipality', id: contract.municipality }));
    const terms = await allTerms(db, contract.id);
    // Only what lies in the contract's time was done under it.
    const first = from < contract.from ? contract.from : from;
    const end = to > addDays(contract.to, 1) ? addDays(contract.to, 1) : to;
    const { timezone } = municipality;
    const ask = { municipality: municipality.id, timezone, from: first, to: end, contractor: contract.contractor };
    const rows = first < end ? await planFact.rows(ask) : [];
    const measured = rows.filter(
      ({ operation, route }) =>
        contract.operations.includes(operation) && (contract.routes === null || contract.routes.includes(route)),
    );
    const names = await routeNames(db, municipality.id);
    const routes = await routeSummaries(db, [...names.keys()]);
    const vehicles = [...directory.allVehicles()].filter(
      (vehicle) => vehicle.municipality === municipality.id && vehicle.contractor === contract.contractor,
    );
    return reconcile(act, {
      contract: contract.id,
      currency: contract.currency,
      from,
      to,
      measured,
      routes: names,
      plates: new Map(vehicles.map(({ id, plate }) => [id, plate])),
      price: (date, route) => {
        const operation = routes.get(route)?.operation;
        if (operation === undefined || !terms.some((one) => one.terms.from <= date)) return null;
        const { terms: held } = termsOn(terms, date);
        const priced = held.prices.some(
          (one) => one.operation === operation && (one.route === undefined || one.route === route),
        );
        return priced ? priceOf(held, operation, route) : null;
      },
    });
  }
}
