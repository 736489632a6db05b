import type { PlanPort } from '../gateway/ports.ts';
import type { Cases } from './cases.ts';
import type { Directory } from './directory.ts';
import { isRetired, type Fleet, type Running } from './fleet.ts';
import { keepEvidence, type LivePlan } from './live-plan.ts';
import type { Networks } from './networks.ts';
import type { Plans } from './plans.ts';

export interface ChangesParts {
  readonly directory: Directory;
  readonly networks: Networks;
  readonly plans: Plans;
  readonly cases: Cases;
  readonly fleet: Fleet;
  /** Resolves once what was found out so far is stored. */
  readonly settled: () => Promise<void>;
  readonly publish: (vehicle: string) => void;
  /** It is no longer followed, or not for those who saw it. */
  readonly gone: (running: Running) => void;
  readonly progressed: (live: LivePlan) => void;
  readonly forget: (assignment: string) => void;
  /** It is no longer there to be shown. */
  readonly removed: (live: LivePlan) => void;
}

/**
 * What a written object means for the running fleet; done when this resolves. One after the other, each as it is stored when
 * its turn comes: of two that were written at once the last word stays.
 */
export class Changes {
  private readonly parts: ChangesParts;
  private turn: Promise<unknown> = Promise.resolve();
  private taken = 0;

  constructor(parts: ChangesParts) {
    this.parts = parts;
  }

  /** Who does what, and who speaks for whom, is the same while this is. */
  get count(): number {
    return this.taken;
  }

  object(...[what, id]: Parameters<PlanPort['changed']>): Promise<void> {
    return this.inTurn(() => this.take(what, id));
  }

  /** New streets of a municipality were taken up. */
  network(municipality: string): Promise<void> {
    return this.inTurn(() => this.ground(municipality));
  }

  /** Takes up the assignments whose window has come near. */
  near(): Promise<void> {
    return this.inTurn(async () => {
      for (const id of await this.parts.plans.near()) await this.assignment(id);
    });
  }

  private async take(...[what, id]: Parameters<PlanPort['changed']>): Promise<void> {
    switch (what) {
      case 'municipality':
        await this.parts.directory.takeMunicipality(id);
        return this.reload(id);
      case 'areas':
        return this.reload(id);
      case 'vehicle':
        await this.parts.directory.takeVehicle(id);
        return this.vehicle(id);
      case 'device':
        return this.device(id);
      case 'assignment':
        return this.assignment(id);
      case 'excuses':
        return this.excuses(id);
      case 'contractor':
      case 'route':
        // Neither changes what runs: assignments keep their version of a route.
        return;
    }
  }

  private async reload(municipality: string): Promise<void> {
    await this.parts.networks.reload(municipality);
    await this.ground(municipality);
  }

  /** Streets, areas or rules of the road changed: every vehicle of the municipality is judged by the new ones. */
  private async ground(municipality: string): Promise<void> {
    const { plans, directory, fleet, settled } = this.parts;
    await plans.retake(municipality, settled, (live) => this.resume(live));
    for (const vehicle of directory.allVehicles())
      if (vehicle.municipality === municipality && (vehicle.retiredAt === undefined || fleet.find(vehicle.id)))
        fleet.enlist(vehicle);
  }

  /** A plan was taken up anew: its rules go on, and what was done for it is found again in the shifts of those who did it. */
  private resume(live: LivePlan): void {
    const { cases, fleet, progressed, forget } = this.parts;
    cases.resume(live);
    forget(live.stored.id);
    for (const vehicle of live.awaits) fleet.rebuild(vehicle, live.plan.from_ms);
    progressed(live);
  }

  private async vehicle(id: string): Promise<void> {
    const { directory, networks, fleet, publish, gone } = this.parts;
    const vehicle = directory.vehicle(id);
    if (!vehicle) return;
    const known = fleet.find(id);
    const before = known && !isRetired(known) ? known : undefined;
    await networks.of(vehicle.municipality);
    if (isRetired(fleet.enlist(vehicle))) {
      if (before) gone(before);
      return;
    }
    // Whoever saw it before may not see the new contractor's.
    if (before && before.vehicle.contractor !== vehicle.contractor) gone(before);
    publish(id);
  }

  /** A device that was made, bound elsewhere, revoked or told to report more often. */
  private async device(id: string): Promise<void> {
    const { directory, publish } = this.parts;
    const interval_s = directory.key(id)?.interval_s;
    const rebound = await directory.takeDevice(id);
    const spokenFor = directory.bindingOf(id)?.vehicle;
    const isOther = interval_s !== undefined && interval_s !== directory.key(id)?.interval_s;
    const vehicles = new Set([...rebound, ...(isOther && spokenFor !== undefined ? [spokenFor] : [])]);
    for (const vehicle of vehicles) await this.vehicle(vehicle);
    // Its rights changed, not what its vehicle is judged by: who lists devices is told all the same.
    if (spokenFor !== undefined && !vehicles.has(spokenFor)) publish(spokenFor);
  }

  /** Other metres are owed of an assignment; what was driven for it stays. */
  private async excuses(id: string): Promise<void> {
    const { plans, fleet, settled } = this.parts;
    const { before, after } = await plans.take(id, settled);
    if (!before || !after) return;
    after.sealed = before.sealed;
    after.awaits = [];
    keepEvidence(after, before);
    this.resume(after);
    fleet.replan(after.plan.vehicle, after.plan.from_ms);
  }

  private async assignment(id: string): Promise<void> {
    const { plans, cases, fleet, forget, removed, settled } = this.parts;
    const { before, after } = await plans.take(id, settled);
    const vehicles = new Set([before?.plan.vehicle, after?.plan.vehicle].filter((vehicle) => vehicle !== undefined));
    const from_ms = Math.min(before?.plan.from_ms ?? Infinity, after?.plan.from_ms ?? Infinity);
    for (const vehicle of vehicles) fleet.replan(vehicle, from_ms);
    // Whoever saw it before may not see the new contractor's.
    if (before && before.plan.contractor !== after?.plan.contractor) removed(before);
    if (after) {
      after.sealed = before?.sealed ?? false;
      this.resume(after);
    } else {
      cases.abandon(id);
      forget(id);
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.taken++;
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
