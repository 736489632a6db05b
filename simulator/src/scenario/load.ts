import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locale } from '@sweepline/contract';
import type { Fault } from '../faults/fault.ts';
import { FAULT_KINDS, type FaultKind } from '../faults/kinds.ts';
import { readText } from '../terminal/command.ts';
import { graphOf, type Graph } from '../town/graph.ts';
import { readTown } from '../town/town.ts';
import { readScenario, type Scenario } from './scenario.ts';

const shipped = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The towns that ship with the simulator: `towns/NAME.geojson`. */
export const TOWNS = ['gothenburg-majorna', 'gothenburg-centre', 'leftbury'] as const;

/** The file of a town: a shipped one by its name, or a path. */
export const townFile = (nameOrFile: string): string =>
  (TOWNS as readonly string[]).includes(nameOrFile) ? shipped(`towns/${nameOrFile}.geojson`) : nameOrFile;

/** A town by its file or by the name of a shipped one; by default the first of these. */
export function loadTown(nameOrFile: string = TOWNS[0]): Graph {
  const path = townFile(nameOrFile);
  return graphOf(readTown(readText(path), path));
}

/** The scenario as it is in a town: a town's file may say on which side one drives. */
export const inTown = (scenario: Scenario, { town }: Graph): Scenario => ({
  ...scenario,
  municipality: { ...scenario.municipality, drivesOn: town.drivesOn ?? scenario.municipality.drivesOn },
});

/** What the command line changes in a scenario. */
export interface Overrides {
  readonly fleet?: number | undefined;
  readonly locale?: Locale | undefined;
  readonly municipality?: string | undefined;
  readonly faults?: readonly string[] | undefined;
  readonly noFaults?: boolean | undefined;
}

/** `kind@vehicle:from-to[=value]`, minutes from the scenario's start. */
export function faultOf(text: string): Scenario['faults'][number] {
  const found = /^([a-z-]+)@(\d+):(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?:=(-?\d+(?:\.\d+)?))?$/.exec(text);
  const kind = FAULT_KINDS.find((known) => known === found?.[1]);
  if (found === null || kind === undefined) {
    throw new Error(
      `${text} is no fault: expected kind@vehicle:from-to[=value] with minutes and one of ${FAULT_KINDS.join(' ')}`,
    );
  }
  const value = found[5] === undefined ? {} : { value: Number(found[5]) };
  return {
    kind: kind as FaultKind,
    vehicle: Number(found[2]),
    from_min: Number(found[3]),
    to_min: Number(found[4]),
    ...value,
  };
}

/** A scenario by its file or by the name of a shipped one, changed as the command line says. */
export function loadScenario(nameOrFile: string, overrides: Overrides): Scenario {
  const named = shipped(`scenarios/${nameOrFile}.json`);
  const path = /^[a-z-]+$/.test(nameOrFile) && existsSync(named) ? named : nameOrFile;
  const scenario = readScenario(readText(path), path);
  const { municipality, contractors, fleet } = scenario;
  const id = overrides.municipality ?? municipality.id;
  const renamed = id !== municipality.id;
  return {
    ...scenario,
    municipality: { ...municipality, id, locale: overrides.locale ?? municipality.locale },
    contractors: renamed
      ? contractors.map((contractor) => ({ ...contractor, id: `${id}-${contractor.id}` }))
      : contractors,
    fleet: { ...fleet, size: overrides.fleet ?? fleet.size },
    faults: [...(overrides.noFaults ? [] : scenario.faults), ...(overrides.faults ?? []).map(faultOf)],
  };
}

/** The scenario's faults in seconds; those of vehicles that the fleet does not have are left out. */
export const faultsOf = (scenario: Scenario): Fault[] =>
  scenario.faults
    .filter((fault) => fault.vehicle <= scenario.fleet.size)
    .map(({ kind, vehicle, from_min, to_min, value }) => ({
      kind,
      vehicle,
      from_s: from_min * 60,
      to_s: to_min * 60,
      value: value ?? null,
    }));
