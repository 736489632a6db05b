import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importNetwork, type Network } from '@sweepline/tracker-core/pure';
import { loadTown, townFile, TOWNS, type Graph } from '@sweepline/simulator/pure';

/** A town on both sides of the comparison: as the virtual fleet drives it and as the service imported it. */
export interface World {
  readonly town: string;
  readonly graph: Graph;
  readonly network: Network;
}

/** Towns that do not ship with the project and are taken along where they lie. */
const EXTRA = fileURLToPath(new URL('../../../shared/data/towns/chisinau-botanica.geojson', import.meta.url));

/** The towns that ship, and files beside the project that are there. */
export const allTowns = (): string[] => [...TOWNS, ...(existsSync(EXTRA) ? [EXTRA] : [])];
export const absentTown = (): string | null => (existsSync(EXTRA) ? null : townName(EXTRA));
export const isShipped = (town: string): boolean => (TOWNS as readonly string[]).includes(town);
export const townName = (nameOrFile: string): string => basename(nameOrFile, '.geojson');

/** @param nameOrFile a shipped town's name, or a GeoJSON file */
export async function readWorld(nameOrFile: string): Promise<World> {
  const { network } = await importNetwork('geojson', readFileSync(townFile(nameOrFile)));
  return { town: townName(nameOrFile), graph: loadTown(nameOrFile), network };
}
