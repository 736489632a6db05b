import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  canonicalJson,
  type Assignment,
  type ChainHead,
  type Claim,
  type Route,
  type Vehicle,
} from '@sweepline/contract';
import { importNetwork } from '../../network/importing/import-network.ts';
import type { Network } from '../../network/network.ts';
import { encodeNetwork } from '../../network/snapshot.ts';
import type { Basis } from '../../pipeline/proof/basis.ts';
import { BEFORE_ALL, extend } from '../chain/extend.ts';
import * as content from '../pack/content.ts';
import { PACK_FORMAT } from '../pack/manifest.ts';
import { keyIdOf, rawPublicKey, signatureOf } from '../pack/signature.ts';
import type { ArchivedFile } from '../../archive/deflated.ts';
import { writePack } from '../pack/write-pack.ts';
import { proveAgain } from '../verify/coverage.ts';
import type { ByteSource } from '../verify/read-pack.ts';
import { workOf } from '../verify/money.ts';
import { beginDraft, DRAFT_VERSION } from '../draft.ts';
import { setupOf, termsOf } from './works.ts';

const BEGIN_MS = Date.parse('2026-10-05T06:00:00Z');
const HOUR_MS = 3_600_000;
const SEALED_MS = BEGIN_MS + 26 * HOUR_MS;
const BLOCK = 0.002;
const LAT = 47.01;
const LON = 28.86;
const iso = (epoch_ms: number): string => new Date(epoch_ms).toISOString();

/** What a pack is made of, before it is written. */
export interface SampleParts {
  readonly files: Map<string, Buffer>;
  readonly heads: ChainHead[];
}

/** Eastwards along the street at 9 km/h, a fix every five seconds, brush down. */
function drive(from_ms: number, seconds: number): { ts_ms: number; received_ms: number; body: string }[] {
  const fixes = [];
  for (let at_s = 0; at_s < seconds; at_s += 5) {
    const ts_ms = from_ms + at_s * 1_000;
    const lon = Number((LON + (at_s * 2.5) / 75_900).toFixed(7));
    const body = canonicalJson({
      ...{ ts: iso(ts_ms), lat: LAT - 0.00001, lon, speed_kmh: 9, heading_deg: 90, accuracy_m: 3 },
      gear: { brush: true },
    });
    fixes.push({ ts_ms, received_ms: ts_ms + 1_500, body });
  }
  return fixes;
}

const street = (n: number, lat: number): object => ({
  type: 'Feature',
  properties: { id: `e${n}`, name: n < 2 ? 'Long street' : 'Short street' },
  geometry: {
    type: 'LineString',
    coordinates: [
      [LON + n * BLOCK, lat],
      [LON + (n + 1) * BLOCK, lat],
    ],
  },
});

/** The street of four blocks; `north` puts it so many degrees elsewhere. */
export async function sampleStreets(north = 0): Promise<Network> {
  const features = [0, 1, 2, 3].map((n) => street(n, LAT + north));
  return (await importNetwork('geojson', Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })))).network;
}

/** A claim over one shift of four blocks of which not all were swept, with all that proves it; the device also drove on the day after. */
export async function sampleParts(): Promise<SampleParts> {
  const network = await sampleStreets();
  const legs = [0, 1, 2, 3].map((n) => {
    const length_m = network.edges[n]!.length_cm / 100;
    return { edge: `e${n}`, side: 'right' as const, passes: 1, from_m: 0, to_m: length_m };
  });
  const route = {
    id: 'r1',
    municipality: 'm1',
    name: 'Route',
    version: 1,
    operation: 'sweep',
    legs,
  } as unknown as Route;
  const vehicle = {
    ...{
      id: 'v1',
      no: 1,
      plate: 'A 1',
      municipality: 'm1',
      contractor: 'k1',
      operations: ['sweep'],
      gearSensors: ['brush'],
    },
  } as Vehicle;
  const assignment = {
    ...{ id: 'a1', municipality: 'm1', route: 'r1', routeVersion: 1, vehicle: 'v1', crew: null, contract: null },
    ...{ from: iso(BEGIN_MS), to: iso(BEGIN_MS + HOUR_MS), retroactive: false },
  } as unknown as Assignment;
  const basis: Basis = {
    ...{ assignment, excuses: [], drivesOn: 'right', network: 1, others: [], heardBefore: true, late: [] },
    vehicles: [{ vehicle, interval_s: 5, devices: [{ device: 'd1', from_ms: 0, to_ms: null }] }],
    ...{ lateAfter_ms: 24 * HOUR_MS, until_ms: SEALED_MS },
  };
  const stored = [...drive(BEGIN_MS - 60_000, 190), ...drive(BEGIN_MS + 25 * HOUR_MS, 60)];
  let end = BEFORE_ALL;
  const days: content.PackedDay[] = [];
  let text = '';
  let former = BEFORE_ALL;
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const close = (): void => {
    const { day, no, fixes, head } = end;
    const from = { after: former.no, before: hex(former.head) };
    if (fixes > 0) days.push({ day, ...from, fixes, count: no, head: hex(head), closed: true });
    former = end;
  };
  for (const fix of stored) {
    const next = extend(end, fix);
    if (next.day !== end.day) close();
    end = next;
    text += content.fixLine(end.no, fix.received_ms, fix.body);
  }
  close();
  const chain: content.PackedChain = { devices: [{ device: 'd1', days }] };
  const fixes = stored.map((fix, at) => ({
    ...{ ...fix, no: at + 1, device: 'd1' },
    digest: createHash('sha256').update(fix.body).digest('hex'),
  }));
  const answer = proveAgain(
    basis,
    () => route,
    network,
    () => fixes,
    {
      ...{ status: 'sealed', revision: 1, sealedAt_ms: SEALED_MS },
      counts: { rejected: 0, conflicts: 0, fieldErrors: 0 },
    },
  );
  const drafted = setupOf(
    termsOf([
      {
        ...{ id: 'missed', kind: 'penalty', clause: '6.2', on: { fact: 'undone', per: 'leg' } },
        charge: { sum: 'fixed', amount: 10_000 },
      },
    ]),
  );
  const setup = { ...drafted, draftVersion: DRAFT_VERSION };
  const streets = { e0: 'Long street', e1: 'Long street', e2: 'Short street', e3: 'Short street' };
  const draft = beginDraft(setup);
  draft.add(workOf(basis, answer, route, setup.timezone, new Map(Object.entries(streets))));
  const { lines, totals } = draft.finish();
  const { contract, terms } = setup;
  const claim = {
    ...{ id: 'claim-1', municipality: 'm1', contract: contract.id, contractNumber: contract.number, contractor: 'k1' },
    ...{ contractorName: 'Contractor 1', number: '2026-10/118-25-1', revision: 1, from: setup.from, to: setup.to },
    ...{ currency: contract.currency, state: 'issued', total: totals.total, issuedAt: '2026-11-03T09:30:00.000Z' },
    ...{ paymentDate: setup.paymentDate, totals, unsealed: [], replaces: null, replacedBy: null },
    digest: createHash('sha256').update(canonicalJson({ contract, lines, terms })).digest('hex'),
  } as unknown as Claim;
  const packed: content.PackedClaim = { claim, setup, streets, works: [{ assignment: 'a1', revision: 1 }], lines };
  const result: content.PackedResult = {
    ...{ assignment: 'a1', revision: 1, sealedAt: iso(SEALED_MS), cause: 'sealed', state: 'standing', basis, answer },
  };
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
  return {
    files: new Map([
      [content.CLAIM, json(packed)],
      ['claim.pdf', Buffer.from('%PDF-1.7 and so on')],
      ['claim.xlsx', Buffer.from('PK and so on')],
      [content.HISTORY, json({ claim: [], deeds: [] })],
      [content.KEYS, Buffer.alloc(0)],
      [content.networkName(1), Buffer.from(encodeNetwork(network))],
      [content.planName('r1', 1), json(route)],
      [content.resultName('a1'), json(result)],
      [content.fixesName('d1'), Buffer.from(text)],
      [content.CHAIN, json(chain)],
    ]),
    heads: days.map(({ day, count, fixes, head }) => ({ device: 'd1', day, count, fixes, head })),
  };
}

export interface SampleKey {
  readonly publicKey: Buffer;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

export function sampleKey(): SampleKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: rawPublicKey(privateKey), sign: (bytes) => signatureOf(bytes, privateKey) };
}

/** Writes files as a pack under a key, which is enclosed. */
export async function packed(files: ReadonlyMap<string, Buffer>, { publicKey, sign }: SampleKey): Promise<Buffer> {
  const key = keyIdOf(publicKey);
  const keys = { items: [{ id: key, algorithm: 'Ed25519', publicKey: publicKey.toString('base64url') }] };
  async function* all(): AsyncGenerator<ArchivedFile> {
    for (const [name, bytes] of files)
      yield { name, pieces: [name === content.KEYS ? Buffer.from(JSON.stringify(keys)) : bytes] };
  }
  const head = {
    ...{ claim: 'claim-1', number: '2026-10/118-25-1', revision: 1, state: 'issued', key, sign },
    format: PACK_FORMAT,
    date: '2026-11-03T09:30:00.000Z',
  } as const;
  const pieces: Uint8Array[] = [];
  for await (const piece of writePack(head, all())) pieces.push(piece);
  return Buffer.concat(pieces);
}

export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});
