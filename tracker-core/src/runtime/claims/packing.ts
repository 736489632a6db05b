import { says } from '@sweepline/contract';
import { setImmediate } from 'node:timers/promises';
import type { Claim, Locale } from '@sweepline/contract';
import { instantOf } from '@sweepline/contract';
import type { ArchivedFile } from '../../archive/deflated.ts';
import * as content from '../../claims/pack/content.ts';
import { PACK_FORMAT } from '../../claims/pack/manifest.ts';
import { merged, Needs, type DeviceNeeds } from '../../claims/pack/needs.ts';
import { writePack } from '../../claims/pack/write-pack.ts';
import type { DocumentPort, PackPort } from '../../gateway/ports.ts';
import type { Basis } from '../../pipeline/proof/basis.ts';
import { Refused } from '../../refused.ts';
import type { Db } from '../../store/db.ts';
import { draftSetup } from '../../store/objects/claim-drafts.ts';
import { eachLine } from '../../store/objects/claim-lines.ts';
import { findClaim } from '../../store/objects/claims.ts';
import { networkSnapshot } from '../../store/objects/networks.ts';
import { findRouteVersion } from '../../store/objects/routes.ts';
import { claimWorks } from '../../store/series/claim-works.ts';
import { claimBases, deedsOf, storedDays, type StoredDay } from '../../store/series/pack-days.ts';
import { readStored } from '../../store/series/read-chain.ts';
import { findResult } from '../../store/series/results.ts';
import type { Signing } from '../signing.ts';

const BASES_AT_ONCE = 200;
/** Pieces of text are gathered to about this size. */
const PIECE_CHARACTERS = 256 * 1024;

export interface PackingParts {
  readonly db: Db;
  readonly documents: DocumentPort;
  readonly signing: Signing;
}

type NeedsByDevice = readonly (readonly [string, DeviceNeeds])[];
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const whole = (name: string, text: string): ArchivedFile => ({ name, pieces: [bytes(text)] });
const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Puts together what proves a claim, a piece at a time: nothing of it is held but names and places. */
export class Packing implements PackPort {
  private readonly parts: PackingParts;

  constructor(parts: PackingParts) {
    this.parts = parts;
  }

  async pack(id: string, locale: Locale): Promise<AsyncGenerator<Uint8Array, void, void>> {
    const { db, signing } = this.parts;
    const claim = await findClaim(db, id);
    if (claim === null) throw new Refused('not-found', says('nothing-there', { kind: 'claim', id }));
    const drafted = claim.history.findLast(({ action }) => action === 'drafted');
    if ((await draftSetup(db, id)) === null || drafted === undefined)
      throw new Refused('wrong-state', says('claim-not-drafted', { claim: claim.state }), {
        state: claim.state,
      });
    const head = {
      format: PACK_FORMAT,
      ...{ claim: id, number: claim.number, revision: claim.revision, state: claim.state },
      date: instantOf(Date.parse(claim.issuedAt ?? drafted.at)),
      ...signing.signer(),
    } as const;
    return writePack(head, this.files(claim, locale));
  }

  private async *files(claim: Claim, locale: Locale): AsyncGenerator<ArchivedFile, void, void> {
    const { db, documents, signing } = this.parts;
    const { id, municipality } = claim;
    const works = await claimWorks(db, id);
    yield { name: content.CLAIM, pieces: this.claim(claim, works) };
    yield { name: 'claim.pdf', pieces: await documents.claim(id, 'pdf', locale) };
    yield { name: 'claim.xlsx', pieces: await documents.claim(id, 'xlsx', locale) };
    const deeds = await deedsOf(db, municipality, [id, ...works.map(({ assignment }) => assignment)]);
    const told = deeds.map(({ at_ms, ...deed }) => ({ at: instantOf(at_ms), ...deed }));
    yield whole(content.HISTORY, json({ claim: claim.history, deeds: told }));
    yield whole(content.KEYS, json({ items: await signing.keys() }));

    const needs = new Needs();
    for await (const rows of claimBases<Basis>(db, id, BASES_AT_ONCE)) {
      for (const { basis } of rows) if (basis !== null) needs.take(basis);
      await setImmediate();
    }
    for (const version of [...needs.networks].sort((a, b) => a - b)) {
      const snapshot = await networkSnapshot(db, municipality, version);
      if (snapshot !== null) yield { name: content.networkName(version), pieces: cut(snapshot) };
    }
    for (const { route, routeVersion } of needs.routes()) {
      const plan = await findRouteVersion(db, route, routeVersion);
      if (plan === null) continue;
      // Whether the route is still driven is no matter of the version.
      const { retiredAt: _, ...version } = plan;
      yield whole(content.planName(route, routeVersion), json(version));
    }
    for (const { assignment, revision } of works) {
      const found = await findResult<Basis>(db, assignment, revision);
      if (found === null) continue;
      const { sealed_ms, cause, state, basis, answer } = found;
      const packed: content.PackedResult = {
        ...{ assignment, revision, sealedAt: instantOf(sealed_ms), cause, state, basis, answer },
      };
      yield whole(content.resultName(assignment), json(packed));
    }
    yield* this.evidence([...needs.devices].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private async *claim(claim: Claim, works: content.PackedClaim['works']): AsyncGenerator<Uint8Array> {
    const { db } = this.parts;
    const { progress: _, history: __, ...told } = claim;
    const { streets = {}, ...setup } = (await draftSetup(db, claim.id))!;
    const parts: Omit<content.PackedClaim, 'lines'> = { claim: told, setup, streets, works };
    yield bytes(`${JSON.stringify(parts).slice(0, -1)},"lines":[\n`);
    let text = '';
    let comma = '';
    for await (const line of eachLine(db, claim.id)) {
      text += `${comma}${JSON.stringify(line)}`;
      comma = ',\n';
      if (text.length < PIECE_CHARACTERS) continue;
      yield bytes(text);
      text = '';
    }
    yield bytes(`${text}]}\n`);
  }

  /** The fixes by device, and the places of their days in the chains. */
  private async *evidence(devices: NeedsByDevice): AsyncGenerator<ArchivedFile, void, void> {
    const chains: content.PackedChain['devices'][number][] = [];
    for (const [device, { windows, days: wanted }] of devices) {
      const days = await storedDays(this.parts.db, device, [...wanted].sort());
      yield { name: content.fixesName(device), pieces: this.fixes(device, days, merged(windows)) };
      chains.push({ device, days: days.map(({ from_ms: _, to_ms: __, ...day }) => day) });
    }
    const packed: content.PackedChain = { devices: chains };
    yield whole(content.CHAIN, json(packed));
  }

  /** All fixes of these days of the chain, and those of the windows that were stored before there was one. */
  private async *fixes(
    device: string,
    days: readonly StoredDay[],
    windows: ReturnType<typeof merged>,
  ): AsyncGenerator<Uint8Array> {
    const isChained = (no: number): boolean => days.some(({ after, count }) => no > after && no <= count);
    for (const span of merged([...days, ...windows])) {
      for await (const page of readStored(this.parts.db, device, span.from_ms, span.to_ms)) {
        let text = '';
        for (const { no, ts_ms, received_ms, body } of page) {
          const wanted =
            no === null ? windows.some(({ from_ms, to_ms }) => ts_ms >= from_ms && ts_ms <= to_ms) : isChained(no);
          if (wanted) text += content.fixLine(no, received_ms, body);
        }
        yield bytes(text);
        await setImmediate();
      }
    }
  }
}

const PIECE_BYTES = 1024 * 1024;

function* cut(from: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < from.length; at += PIECE_BYTES) yield from.subarray(at, at + PIECE_BYTES);
}
