import type { PlanPort } from '../gateway/ports.ts';
import type { Cases } from './cases.ts';
import type { Directory } from './directory.ts';
import type { Fleet, Running } from './fleet.ts';
import { addEvidence, type LivePlan } from './live-plan.ts';
import type { Networks } from './networks.ts';
import type { Plans } from './plans.ts';

export interface ChangesParts {
  readonly directory: Directory;
  readonly networks: Networks;
  readonly plans: Plans;
  readonly cases: Cases;
  readonly fleet: Fleet;
  readonly publish: (vehicle: string) => void;
  /** It is no longer followed, or not for those who saw it. */
  readonly gone: (running: Running) => void;
  readonly progressed: (live: LivePlan) => void;
  readonly forget: (assignment: string) => void;
  /** It is no longer there to be shown. */
  readonly removed: (live: LivePlan) => void;
}

/** What a written object means for the running fleet; done when this resolves. */
export class Changes {
  private readonly parts: ChangesParts;

  constructor(parts: ChangesParts) {
    this.parts = parts;
  }

  async object(...[what, id]: Parameters<PlanPort['changed']>): Promise<void> {
    switch (what) {
      case 'municipality':
        await this.parts.directory.takeMunicipality(id);
        return this.network(id);
      case 'areas':
        return this.network(id);
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

  /** Streets, areas or rules of the road changed: every vehicle of the municipality is judged by the new ones. */
  async network(municipality: string): Promise<void> {
    await this.parts.networks.reload(municipality);
    await this.ground(municipality);
  }

  /** The same where the new ground was taken up already. */
  async ground(municipality: string): Promise<void> {
    const { plans, cases, directory, fleet, progressed, forget } = this.parts;
    await plans.retake(municipality);
    await cases.flushed();
    for (const live of plans.all()) {
      if (live.stored.municipality !== municipality) continue;
      cases.resume(live);
      forget(live.stored.id);
      progressed(live);
    }
    for (const vehicle of directory.allVehicles())
      if (vehicle.municipality === municipality && vehicle.retiredAt === undefined) fleet.enlist(vehicle);
  }

  /** Takes up the assignments whose window has come near. */
  async near(): Promise<void> {
    for (const id of await this.parts.plans.near()) await this.assignment(id);
  }

  private async vehicle(id: string): Promise<void> {
    const { directory, networks, fleet, publish, gone } = this.parts;
    const vehicle = directory.vehicle(id);
    if (!vehicle) return;
    const before = fleet.find(id);
    if (vehicle.retiredAt !== undefined) {
      fleet.dismiss(id);
      if (before) gone(before);
      return;
    }
    await networks.of(vehicle.municipality);
    fleet.enlist(vehicle);
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
    const { plans, cases, fleet, progressed, forget } = this.parts;
    const { before, after } = await plans.take(id);
    if (!before || !after) return;
    after.sealed = before.sealed;
    for (const [vehicle, { passages, silences }] of before.evidence) addEvidence(after, vehicle, passages, silences);
    await cases.flushed();
    cases.resume(after);
    forget(id);
    fleet.replan(after.plan.vehicle, after.plan.from_ms);
    progressed(after);
  }

  private async assignment(id: string): Promise<void> {
    const { plans, cases, fleet, progressed, forget, removed } = this.parts;
    const { before, after } = await plans.take(id);
    if (after) {
      after.sealed = before?.sealed ?? false;
      await cases.flushed();
      cases.resume(after);
    } else cases.abandon(id);
    forget(id);
    const vehicles = new Set([before?.plan.vehicle, after?.plan.vehicle].filter((vehicle) => vehicle !== undefined));
    const from_ms = Math.min(before?.plan.from_ms ?? Infinity, after?.plan.from_ms ?? Infinity);
    for (const vehicle of vehicles) fleet.replan(vehicle, from_ms);
    // Whoever saw it before may not see the new contractor's.
    if (before && before.plan.contractor !== after?.plan.contractor) removed(before);
    if (after) progressed(after);
  }
}
