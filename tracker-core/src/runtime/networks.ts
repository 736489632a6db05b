import type { StoredArea } from '../store/objects/areas.ts';
import { areasOf } from '../store/objects/areas.ts';
import { latestNetwork, networkSnapshot } from '../store/objects/networks.ts';
import type { Db } from '../store/db.ts';
import { buildNetwork } from '../network/build.ts';
import type { Network } from '../network/network.ts';
import { decodeNetwork } from '../network/snapshot.ts';
import type { Area } from '../pipeline/plan.ts';

/** The streets and areas of one municipality as its vehicles are judged by. */
export interface Ground {
  /** 0 before the first import. */
  readonly version: number;
  readonly network: Network;
  readonly areas: readonly Area[];
}

/** Each municipality's ground, read when first asked for and kept. */
export class Networks {
  private readonly grounds = new Map<string, Promise<Ground>>();
  private readonly known = new Map<string, Ground>();
  private readonly db: Db;
  private former: { readonly municipality: string; readonly ground: Ground } | null = null;

  constructor(db: Db) {
    this.db = db;
  }

  of(municipality: string): Promise<Ground> {
    let ground = this.grounds.get(municipality);
    if (!ground) {
      ground = this.read(municipality);
      this.grounds.set(municipality, ground);
      ground.catch(() => this.grounds.delete(municipality));
    }
    return ground;
  }

  /** The same without waiting; undefined until it was read once. */
  now(municipality: string): Ground | undefined {
    return this.known.get(municipality);
  }

  /** The same where it was read before. @throws Error where it was not. */
  present(municipality: string): Ground {
    const ground = this.known.get(municipality);
    if (!ground) throw new Error(`the streets of ${municipality} are not read`);
    return ground;
  }

  /** The ground with an earlier version's streets, by which a sealed result was made; the one last asked for is kept. */
  async version(municipality: string, version: number): Promise<Ground> {
    const present = await this.of(municipality);
    if (present.version === version) return present;
    if (this.former?.municipality === municipality && this.former.ground.version === version) return this.former.ground;
    const snapshot = await networkSnapshot(this.db, municipality, version);
    const network = snapshot ? decodeNetwork(snapshot) : buildNetwork([]).network;
    const ground = { version, network, areas: present.areas };
    this.former = { municipality, ground };
    return ground;
  }

  /** Reads the stored ground anew. */
  reload(municipality: string): Promise<Ground> {
    this.grounds.delete(municipality);
    return this.of(municipality);
  }

  /** Takes up streets that were just stored, without reading them back. An older version than the known one is passed over. */
  async take(municipality: string, version: number, snapshot: Uint8Array): Promise<void> {
    const before = await this.grounds.get(municipality)?.catch(() => undefined);
    if (before && before.version >= version) return;
    const areas = (await areasOf(this.db, municipality)).map(areaOf);
    const ground = { version, network: decodeNetwork(snapshot), areas };
    this.grounds.set(municipality, Promise.resolve(ground));
    this.known.set(municipality, ground);
  }

  private async read(municipality: string): Promise<Ground> {
    const stored = await latestNetwork(this.db, municipality);
    const network = stored ? decodeNetwork(stored.snapshot) : buildNetwork([]).network;
    const areas = (await areasOf(this.db, municipality)).map(areaOf);
    const ground = { version: stored?.version ?? 0, network, areas };
    this.known.set(municipality, ground);
    return ground;
  }
}

const areaOf = ({ id, kind, name, geometry }: StoredArea): Area => ({
  id,
  kind,
  name,
  polygons: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Area['polygons'],
});
