import {
  says,
  type CheckedRow,
  type DriverStreet,
  type FeatureCollection,
  type Leg,
  type LegBody,
  type PlanRow,
  type LineSide,
  type NetworkAnswer,
  type Route,
  type RouteBody,
  type WayAnswer,
  type WayBody,
} from '@sweepline/contract';
import type {
  LineFormat,
  MatchedLines,
  NetworkFormat,
  PlanPort,
  ResolvedRoute,
  ResolvedTableRoute,
} from '../gateway/ports.ts';
import type { DrawnLines } from '../lines/drawn.ts';
import { geoJsonLines } from '../lines/geojson-lines.ts';
import { gpxLines } from '../lines/gpx-lines.ts';
import { kmlLines } from '../lines/kml-lines.ts';
import { legLines } from '../lines/leg-lines.ts';
import { planLines } from '../lines/plan-lines.ts';
import { readLines } from '../lines/read-lines.ts';
import { checkTable, type KnownRoute } from '../lines/table/check-table.ts';
import type { TableFormat } from '../lines/table/read-table.ts';
import type { ReadTable } from '../lines/table/table-rows.ts';
import { templateWorkbook } from '../lines/table/template.ts';
import { wayAnswer } from '../lines/way-between.ts';
import type { PlannedEdge } from '../network/importing/planned.ts';
import type { Network } from '../network/network.ts';
import { streetList } from '../planning/street-list.ts';
import { Refused, worded } from '../refused.ts';
import type { Db } from '../store/db.ts';
import { latestBasemap } from '../store/objects/networks.ts';
import { plannedEdges } from '../store/objects/planned-edges.ts';
import { Importer } from './importing/importer.ts';
import { TableReader } from './importing/table-reader.ts';
import { inTurns } from './in-turns.ts';
import type { Networks } from './networks.ts';
import { resolveLegs } from './plan-legs.ts';

export interface PlanPortParts {
  readonly db: Db;
  readonly networks: Networks;
  readonly drivesOn: (municipality: string) => 'left' | 'right';
  readonly now: () => number;
  /** After the ground of a municipality changed. */
  readonly networkChanged: (municipality: string) => Promise<void>;
  readonly changed: PlanPort['changed'];
}

/** Streets and routes: what needs geometry before it can be stored. */
export class Planning implements PlanPort {
  readonly changed: PlanPort['changed'];
  private readonly parts: PlanPortParts;
  private readonly importer = new Importer();
  private readonly tables = new TableReader();

  constructor(parts: PlanPortParts) {
    this.parts = parts;
    this.changed = parts.changed;
  }

  async importNetwork(municipality: string, format: NetworkFormat, body: Uint8Array): Promise<NetworkAnswer> {
    const { snapshot, ...made } = await this.importer.import(format, body, await this.plannedEdges(municipality));
    const { edges, length_m, warnings } = made;
    const { networks, now, networkChanged } = this.parts;
    await networks.add({ municipality, snapshot, ...made }, now());
    await networkChanged(municipality);
    return { edges, length_m, warnings: [...warnings] };
  }

  async previewNetwork(
    municipality: string,
    format: NetworkFormat,
    body: Uint8Array,
  ): Promise<NetworkAnswer & { basemap: Uint8Array }> {
    const planned = await this.plannedEdges(municipality);
    const { edges, length_m, warnings, basemap } = await this.importer.import(format, body, planned);
    return { edges, length_m, warnings: [...warnings], basemap };
  }

  private async plannedEdges(municipality: string): Promise<PlannedEdge[]> {
    const { network } = await this.parts.networks.of(municipality);
    const planned = await plannedEdges(this.parts.db, municipality);
    return planned.map(({ edge: id, ...counts }) => {
      const edge = network.edges[network.edgeNo(id) ?? -1];
      if (edge === undefined) return { id, present: null, ...counts };
      // its own coordinates: those of the network lie in one block, which would go to the thread whole
      return { id, present: { length_cm: edge.length_cm, coordinates: edge.coordinates.slice() }, ...counts };
    });
  }

  /** Breaks off an import that is under way. */
  close(): Promise<void> {
    return this.importer.close();
  }

  basemap(municipality: string): Promise<{ tag: string; json: Uint8Array } | null> {
    return latestBasemap(this.parts.db, municipality);
  }

  async resolveRoute(body: RouteBody): Promise<ResolvedRoute> {
    const { network } = await this.parts.networks.of(body.municipality);
    if (body.legs) return resolveLegs(network, body.legs);
    if (!body.side) throw new Refused('invalid', says('side-needed'));
    const matched = await this.planned(network, body.municipality, drawnLines(body), body.side);
    if (matched.legs.length > 0) return matched;
    const { unmatched, line } = matched;
    const swapped = line.warnings.some(({ code }) => code === 'swapped');
    const hint = swapped ? ': it looks as if latitude and longitude were exchanged' : '';
    const message = `no part of the line lies on a street of the network${hint}`;
    throw new Refused('invalid', worded(message, says('not-on-streets')), { unmatched, line });
  }

  async matchLines(municipality: string, format: LineFormat, body: Uint8Array, side: LineSide): Promise<MatchedLines> {
    const { network } = await this.parts.networks.of(municipality);
    return this.planned(network, municipality, readLines(format, body), side);
  }

  async wayTo(municipality: string, body: WayBody): Promise<WayAnswer> {
    const { network } = await this.parts.networks.of(municipality);
    return wayAnswer(network, body);
  }

  async routeGeoJson(route: Route): Promise<FeatureCollection> {
    const { network } = await this.parts.networks.of(route.municipality);
    return legLines(network, route);
  }

  async streetsOf(municipality: string, legs: readonly Leg[]): Promise<DriverStreet[]> {
    const { network } = await this.parts.networks.of(municipality);
    return streetList(legs, (edge) => network.edges[network.edgeNo(edge) ?? -1]?.name ?? null);
  }

  readTable(format: TableFormat, body: Uint8Array): Promise<ReadTable> {
    return this.tables.read(format, body);
  }

  async checkTable(
    municipality: string,
    rows: readonly PlanRow[],
    known: ReadonlyMap<string, KnownRoute>,
  ): Promise<{ rows: readonly CheckedRow[]; routes: readonly ResolvedTableRoute[] }> {
    const { network } = await this.parts.networks.of(municipality);
    const checked = await inTurns(checkTable(network, this.parts.drivesOn(municipality), rows, known));
    const routes = checked.routes.map((route) => ({ ...route, resolved: resolvedLegs(network, route.legs) }));
    return { rows: checked.rows, routes };
  }

  async tableTemplate(municipality: string, locale: 'ru' | 'en'): Promise<Uint8Array> {
    const { network } = await this.parts.networks.of(municipality);
    return templateWorkbook(network, locale);
  }

  private async planned(
    network: Network,
    municipality: string,
    drawn: DrawnLines,
    side: LineSide,
  ): Promise<MatchedLines> {
    const planning = planLines(network, drawn, side, this.parts.drivesOn(municipality));
    const { legs, unmatched, line } = await inTurns(planning);
    return { ...resolveLegs(network, legs), unmatched, line };
  }
}

/** Null where the legs cannot be a plan; the rows say why. */
function resolvedLegs(network: Network, legs: readonly LegBody[]): ResolvedTableRoute['resolved'] {
  try {
    return legs.length === 0 ? null : resolveLegs(network, legs);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function drawnLines({ geometry, gpx, kml }: RouteBody): DrawnLines {
  if (gpx !== undefined) return gpxLines(gpx);
  if (kml !== undefined) return kmlLines(kml);
  return geoJsonLines(geometry);
}
