import type { StoredArea } from '../store/objects/areas.ts';
import { areasOf } from '../store/objects/areas.ts';
import { addNetwork, latestNetworkName, networkSnapshot } from '../store/objects/networks.ts';
import type { Db } from '../store/db.ts';
import { buildNetwork } from '../network/build.ts';
import type { Network } from '../network/network.ts';
import { decodingNetwork } from '../network/snapshot.ts';
import type { District } from '../coverage/districts.ts';
import type { Area } from '../pipeline/plan.ts';
import { inTurns } from './in-turns.ts';
import type { NetworkFiles, NetworkName } from './network-files.ts';

/** The streets and areas of one municipality as its vehicles are judged by. */
export interface Ground {
  /** 0 before the first import. */
  readonly version: number;
  readonly network: Network;
  /** Its yards. */
  readonly areas: readonly Area[];
  /** By which what was done is summed. */
  readonly districts: readonly District[];
}

/** Each municipality's ground, read when first asked for and kept. */
export class Networks {
  private readonly grounds = new Map<string, Promise<Ground>>();
  private readonly known = new Map<string, Ground>();
  private readonly db: Db;
  private readonly files: NetworkFiles;
  /** By municipality the ground that is being taken up: one after the other, so that the last word stays. */
  private readonly turns = new Map<string, Promise<unknown>>();
  private former: { readonly municipality: string; readonly ground: Ground } | null = null;

  constructor(db: Db, files: NetworkFiles) {
    this.db = db;
    this.files = files;
  }

  of(municipality: string): Promise<Ground> {
    let ground = this.grounds.get(municipality);
    if (!ground) {
      ground = this.inTurn(municipality, async () => {
        const read = await this.read(municipality);
        this.known.set(municipality, read);
        return read;
      });
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
    const network = snapshot ? await inTurns(decodingNetwork(snapshot)) : NO_STREETS;
    const ground = { ...present, version, network };
    this.former = { municipality, ground };
    return ground;
  }

  /** Reads the stored ground anew; streets that are known are not read again. */
  async reload(municipality: string): Promise<void> {
    await this.inTurn(municipality, async () => this.put(municipality, await this.read(municipality)));
  }

  /** Stores streets that were just made as the next version, and takes them up without reading them back. */
  add(made: Parameters<typeof addNetwork>[1], at_ms: number): Promise<void> {
    const { municipality, tag, snapshot } = made;
    return this.inTurn(municipality, async () => {
      const version = await addNetwork(this.db, made, at_ms);
      await this.files.keep({ municipality, version, tag }, snapshot);
      const network = await inTurns(decodingNetwork(snapshot));
      this.put(municipality, { version, network, ...groundsOf(await areasOf(this.db, municipality)) });
    });
  }

  private put(municipality: string, ground: Ground): void {
    this.grounds.set(municipality, Promise.resolve(ground));
    this.known.set(municipality, ground);
  }

  private async read(municipality: string): Promise<Ground> {
    const name = await latestNetworkName(this.db, municipality);
    const version = name?.version ?? 0;
    const before = this.known.get(municipality);
    const network = before?.version === version ? before.network : name ? await this.stored(name) : NO_STREETS;
    return { version, network, ...groundsOf(await areasOf(this.db, municipality)) };
  }

  private inTurn<Done>(municipality: string, work: () => Promise<Done>): Promise<Done> {
    const done = (this.turns.get(municipality) ?? Promise.resolve()).then(work);
    this.turns.set(
      municipality,
      done.catch(() => undefined),
    );
    return done;
  }

  /** From the file; where that is missing or of another format, from the database. */
  private async stored(name: NetworkName): Promise<Network> {
    const kept = await this.files.read(name);
    if (kept !== null) {
      try {
        return await inTurns(decodingNetwork(kept));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    const snapshot = await networkSnapshot(this.db, name.municipality, name.version);
    if (snapshot === null) throw new Error(`the streets of ${name.municipality} are gone`);
    await this.files.keep(name, snapshot);
    return inTurns(decodingNetwork(snapshot));
  }
}

/** Before the first import. */
const NO_STREETS = buildNetwork([]).network;

function groundsOf(stored: readonly StoredArea[]): Pick<Ground, 'areas' | 'districts'> {
  const areas: Area[] = [];
  const districts: District[] = [];
  for (const { id, kind, name, geometry } of stored) {
    const polygons = (
      geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    ) as District['polygons'];
    if (kind === 'district') districts.push({ id, name, polygons });
    else areas.push({ id, kind, name, polygons });
  }
  return { areas, districts };
}
