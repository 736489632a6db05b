import { says, type ActAnswer, type Contract } from '@sweepline/contract';
import { priceOf, termsOn } from '../../claims/terms/terms-of.ts';
import type { ActPort } from '../../gateway/ports.ts';
import { Refused } from '../../refused.ts';
import { reconcile } from '../../reports/act/reconcile.ts';
import type { Db } from '../../store/db.ts';
import { allTerms } from '../../store/objects/contracts.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { routeNames } from '../../store/objects/routes.ts';
import { routeSummaries } from '../../store/objects/week.ts';
import { contractWorks } from '../../store/series/claim-works.ts';
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
    const { timezone } = municipality;
    const works = await contractWorks(db, contract.id, timezone, from, to);
    const own = new Set(works.map(({ assignment }) => assignment));
    const ask = { municipality: municipality.id, timezone, from, to, contractor: contract.contractor };
    const measured = (await planFact.rows(ask)).filter(({ assignment }) => own.has(assignment));
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
