import type { Errand, WorkErrand } from '../drive/errand.ts';
import type { PlannedLeg, PlannedVehicle } from '../plan/plan.ts';
import type { Fault, FaultRule, Moment } from './fault.ts';
import { FAULT_RULES } from './rules.ts';

/** When a fault really took hold, in seconds since the scenario's start. */
export interface Effect {
  readonly fault: Fault;
  readonly from_s: number;
  readonly to_s: number;
  /** The legs it kept from being served as planned. */
  readonly legs: readonly PlannedLeg[];
}

/** A vehicle's faults during its drive, with a record of which took hold and when. */
export interface Troubles {
  departure(depart_s: number, window: { readonly from_s: number; readonly to_s: number }): number;
  errand(errand: WorkErrand, moment: Moment): readonly Errand[];
  gear(wanted: boolean, t_s: number): boolean;
  work_kmh(wanted_kmh: number, t_s: number): number;
  effects(): readonly Effect[];
}

export function troublesOf(faults: readonly Fault[], vehicle: PlannedVehicle): Troubles {
  const took = new Map<Fault, { from_s: number; to_s: number; legs: PlannedLeg[] }>();
  const bent = new WeakSet<Errand>();
  const struck = new Set<Fault>();
  const note = (fault: Fault, from_s: number, to_s: number): void => {
    const before = took.get(fault);
    took.set(fault, {
      from_s: Math.min(before?.from_s ?? from_s, from_s),
      to_s: Math.max(before?.to_s ?? to_s, to_s),
      legs: before?.legs ?? [],
    });
  };
  const active = (t_s: number): [Fault, FaultRule][] =>
    faults.filter((fault) => t_s >= fault.from_s && t_s < fault.to_s).map((fault) => [fault, FAULT_RULES[fault.kind]]);
  return {
    departure(depart_s, window) {
      let result = depart_s;
      for (const fault of faults) {
        const rule = FAULT_RULES[fault.kind];
        const meets = fault.from_s < window.to_s && fault.to_s > window.from_s;
        if (rule.departure === undefined || !meets || (rule.once && took.has(fault))) continue;
        result = rule.departure(result, fault);
        note(fault, window.from_s, Math.min(result, window.to_s));
      }
      return result;
    },
    errand(errand, moment) {
      if (bent.has(errand)) return [errand];
      for (const [fault, rule] of active(moment.body.t_s)) {
        if (rule.errand === undefined || (rule.once && struck.has(fault))) continue;
        const instead = rule.errand(errand, fault, moment);
        if (instead === null) continue;
        struck.add(fault);
        const standing_s = instead.reduce((sum, step) => sum + (step.do === 'stand' ? step.seconds : 0), 0);
        note(fault, moment.body.t_s, moment.body.t_s + Math.max(1, standing_s));
        if (rule.costs !== undefined) took.get(fault)!.legs.push(errand.leg);
        // A detour hands the same errand back, to be judged again; a changed errand is final.
        for (const step of instead) if (step !== errand) bent.add(step);
        return instead;
      }
      return [errand];
    },
    gear(wanted, t_s) {
      return active(t_s).reduce((state, [fault, rule]) => {
        if (rule.gear === undefined) return state;
        const changed = rule.gear(state, fault);
        if (changed !== state) note(fault, t_s, t_s + 1);
        return changed;
      }, wanted);
    },
    work_kmh(wanted_kmh, t_s) {
      return active(t_s).reduce((speed, [fault, rule]) => {
        if (rule.work_kmh === undefined) return speed;
        note(fault, t_s, t_s + 1);
        return rule.work_kmh(speed, fault, vehicle);
      }, wanted_kmh);
    },
    effects: () => [...took].map(([fault, period]) => ({ fault, ...period })),
  };
}
