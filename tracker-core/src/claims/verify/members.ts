import type { SigningKey } from '@sweepline/contract';
import { Compile } from 'typebox/compile';
import { KEYS } from '../pack/content.ts';
import { Manifest, MANIFEST, SIGNATURE } from '../pack/manifest.ts';
import { isSigned, keyIdOf } from '../pack/signature.ts';
import type { Entry } from '../../archive/zip-format.ts';
import type { Findings } from './finding.ts';
import { BrokenPack, entriesOf, faultsOfArchive, unpack, wholeOf, type ByteSource } from './read-pack.ts';

const isManifest = Compile(Manifest);

/** A pack whose list could be read. */
export interface OpenPack {
  readonly manifest: Manifest;
  /** By name; those that the manifest does not name are left out. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** A member as text. @throws BrokenPack */
  text(name: string): string;
  bytes(name: string): Buffer;
}

/** Archive, manifest, signature and every member against the manifest; null where not even the list can be read. */
export function openPack(source: ByteSource, key: Uint8Array | null, findings: Findings): OpenPack | null {
  try {
    const all = entriesOf(source);
    const entries = new Map<string, Entry>();
    for (const entry of all) {
      if (entries.has(entry.name)) findings.fault('archive', entry.name, 'is in the archive twice');
      entries.set(entry.name, entry);
    }
    const manifest = readManifest(source, entries, findings);
    if (manifest === null) return null;
    for (const fault of faultsOfArchive(source, all, Date.parse(manifest.date)))
      findings.fault('archive', MANIFEST, fault);
    findings.done('archive', all.length, 'entries');
    compareMembers(source, manifest, entries, all, findings);
    const pack: OpenPack = {
      manifest,
      entries,
      text: (name) => pack.bytes(name).toString('utf8'),
      bytes: (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new BrokenPack(name, 'is missing');
        return wholeOf(source, entry);
      },
    };
    checkSignature(pack, key, findings);
    return pack;
  } catch (error) {
    // Bytes that were changed may say anything of the archive.
    const where = error instanceof BrokenPack ? error.where : 'directory';
    findings.fault('archive', where, `cannot be read: ${(error as Error).message}`);
    return null;
  }
}

function readManifest(source: ByteSource, entries: ReadonlyMap<string, Entry>, findings: Findings): Manifest | null {
  const entry = entries.get(MANIFEST);
  if (entry === undefined) {
    findings.fault('manifest', MANIFEST, 'is missing: nothing can be checked');
    return null;
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(wholeOf(source, entry).toString('utf8'));
  } catch (error) {
    if (error instanceof BrokenPack) throw error;
    findings.fault('manifest', MANIFEST, `is not JSON: ${(error as Error).message}`);
    return null;
  }
  if (isManifest.Check(manifest) && Number.isFinite(Date.parse(manifest.date))) return manifest;
  findings.fault('manifest', MANIFEST, 'is no list of this format');
  return null;
}

/** Every byte of every member, and that there are no others. */
function compareMembers(
  source: ByteSource,
  { members }: Manifest,
  entries: ReadonlyMap<string, Entry>,
  all: readonly Entry[],
  findings: Findings,
): void {
  const named = [...members.map(({ name }) => name), MANIFEST, SIGNATURE];
  const known = new Set(named);
  for (const { name } of all)
    if (!known.has(name)) findings.fault('members', name, 'is in the archive, but not in the manifest');
  if (all.every(({ name }) => known.has(name)) && all.some(({ name }, at) => name !== named[at]))
    findings.fault('members', MANIFEST, 'names the members in another order than the archive');
  findings.done('manifest', members.length, 'members');
  for (const { name, bytes, sha256, packed } of members) {
    const entry = entries.get(name);
    if (entry === undefined) {
      findings.fault('members', name, 'is missing');
      continue;
    }
    try {
      const found = unpack(source, entry, () => undefined);
      if (found.sha256 !== sha256 || found.bytes !== bytes)
        findings.fault('members', name, `was changed: SHA-256 ${found.sha256}, the manifest says ${sha256}`);
      else if (found.packedSha256 !== packed.sha256 || entry.packed !== packed.bytes)
        findings.fault(
          'members',
          name,
          'was packed anew: what it holds is unchanged, its bytes in the archive are not',
        );
      if (found.crc !== entry.crc || found.bytes !== entry.size)
        findings.fault('archive', name, 'has another size or CRC than the archive says');
    } catch (error) {
      if (!(error instanceof BrokenPack)) throw error;
      findings.fault('members', error.where, error.message);
    }
  }
  findings.done('members', members.length, 'members, each byte');
}

function checkSignature(pack: OpenPack, key: Uint8Array | null, findings: Findings): void {
  const { manifest } = pack;
  if (!pack.entries.has(SIGNATURE)) {
    findings.fault('signature', SIGNATURE, 'is missing');
    return;
  }
  const used = key ?? enclosedKey(pack, findings);
  if (used === null) return;
  const whose = key === null ? 'the enclosed key' : 'the given key';
  if (keyIdOf(used) !== manifest.key)
    findings.fault('signature', SIGNATURE, `the pack was signed by key ${manifest.key}, ${whose} is ${keyIdOf(used)}`);
  if (!isSigned(pack.bytes(MANIFEST), pack.bytes(SIGNATURE), used))
    findings.fault('signature', SIGNATURE, `is not that of ${whose} over this manifest`);
  const gap = 'only by the key in the pack itself: who made another pack could enclose another key; give --key';
  findings.done('signature', 1, `signature by ${manifest.key}`, key === null ? gap : null);
}

function enclosedKey(pack: OpenPack, findings: Findings): Uint8Array | null {
  try {
    const { items } = JSON.parse(pack.text(KEYS)) as { items: SigningKey[] };
    const found = items.find(({ id }) => id === pack.manifest.key);
    if (found) return Buffer.from(found.publicKey, 'base64url');
  } catch (error) {
    if (!(error instanceof BrokenPack || error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  findings.fault('signature', KEYS, `does not hold the key ${pack.manifest.key} that signed`);
  return null;
}
