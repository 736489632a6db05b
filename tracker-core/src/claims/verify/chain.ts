import type { ChainHead } from '@sweepline/contract';
import { utcDay } from '../chain/extend.ts';
import { linkOf } from '../chain/link.ts';
import { CHAIN, FIXES, fixesName, type PackedChain, type PackedDay } from '../pack/content.ts';
import type { Needs } from '../pack/needs.ts';
import type { DeviceFix, DeviceFixes } from './device-fixes.ts';
import type { Findings } from './finding.ts';
import { BrokenPack } from './read-pack.ts';
import type { OpenPack } from './members.ts';

/**
 * Every link of the days that are in the pack, from the raw fixes, and the days against the heads that were published. A day
 * is in the pack as a whole, because a link shows itself only with the content of each fix behind it.
 */
export function checkChain(
  pack: OpenPack,
  fixes: DeviceFixes,
  needs: Needs,
  heads: readonly ChainHead[] | null,
  findings: Findings,
): void {
  const { devices } = JSON.parse(pack.text(CHAIN)) as PackedChain;
  const daysOf = new Map(devices.map(({ device, days }) => [device, days]));
  let links = 0;
  let unchained = 0;
  for (const [device, { days }] of needs.devices) {
    if (!daysOf.has(device))
      findings.fault('chain', CHAIN, `does not name the device ${device}, whose fixes results follow from`);
    for (const { day } of daysOf.get(device) ?? [])
      if (!days.has(day)) findings.fault('chain', `${device} ${day}`, 'is a day that no result follows from');
  }
  for (const { name } of pack.manifest.members)
    if (name.startsWith(FIXES) && !daysOf.has(name.slice(FIXES.length, -'.jsonl'.length)))
      findings.fault('chain', name, `holds fixes of a device that ${CHAIN} does not name`);
  for (const { device, days } of devices) {
    const all = read(device, fixes, findings);
    if (all === null) continue;
    links += checkDevice(device, days, all, findings);
    unchained += all.filter(({ no }) => no === null).length;
  }
  const gap =
    unchained === 0 ? null : `${unchained} fixes were stored before there was a chain: nothing shows a change of them`;
  findings.done('chain', links, 'links', gap);
  checkHeads(daysOf, needs, heads, findings);
}

function read(device: string, fixes: DeviceFixes, findings: Findings): readonly DeviceFix[] | null {
  try {
    return fixes.of(device);
  } catch (error) {
    const where = error instanceof BrokenPack ? error.where : fixesName(device);
    findings.fault('chain', where, (error as Error).message);
    return null;
  }
}

/** Answers how many links there are. */
function checkDevice(
  device: string,
  days: readonly PackedDay[],
  all: readonly DeviceFix[],
  findings: Findings,
): number {
  const chained = all.filter(({ no }) => no !== null).sort((a, b) => a.no! - b.no!);
  let at = 0;
  let former: PackedDay | null = null;
  const stray = (upTo: number): void => {
    for (; at < chained.length && chained[at]!.no! <= upTo; at++)
      findings.fault('chain', `${device} ${chained[at]!.no}`, 'is a fix that belongs to no day of the pack');
  };
  for (const day of days) {
    const where = `${device} ${day.day}`;
    if (former && (day.after < former.count || day.day <= former.day))
      findings.fault('chain', where, `begins before ${former.day} ends`);
    if (former?.count === day.after && former.head !== day.before)
      findings.fault('chain', where, `does not go on from the head of ${former.day}`);
    stray(day.after);
    const of: DeviceFix[] = [];
    for (; at < chained.length && chained[at]!.no! <= day.count; at++) of.push(chained[at]!);
    checkDay(where, day, of, findings);
    former = day;
  }
  stray(Infinity);
  return chained.length;
}

function checkDay(where: string, day: PackedDay, of: readonly DeviceFix[], findings: Findings): void {
  if (day.fixes !== day.count - day.after)
    findings.fault('chain', where, `counts ${day.fixes} fixes from ${day.after} to ${day.count}`);
  let expected = day.after + 1;
  for (const { no } of of) {
    if (no === expected) expected++;
    else {
      const what = no! < expected ? `the place ${no} is there twice` : `the fix at place ${expected} is missing`;
      findings.fault('chain', where, what);
      return;
    }
  }
  if (expected !== day.count + 1) {
    findings.fault('chain', where, `the fix at place ${expected} is missing`);
    return;
  }
  let head: Uint8Array = Buffer.from(day.before, 'hex');
  for (const { received_ms, body, no } of of) {
    if (utcDay(received_ms) > day.day) findings.fault('chain', where, `the fix at place ${no} was received later`);
    head = linkOf(head, received_ms, body);
  }
  if (Buffer.from(head).toString('hex') !== day.head)
    findings.fault(
      'chain',
      where,
      'a fix of this day was changed: its links do not lead to the head that the pack names',
    );
}

function checkHeads(
  daysOf: ReadonlyMap<string, readonly PackedDay[]>,
  needs: Needs,
  heads: readonly ChainHead[] | null,
  findings: Findings,
): void {
  const days = [...daysOf].flatMap(([device, of]) => of.map((day) => ({ device, ...day })));
  if (heads === null) {
    findings.done(
      'heads',
      0,
      'days',
      'no published heads were given: who holds the key could have made the chain anew; give --heads',
    );
    return;
  }
  const published = new Map(heads.map((head) => [`${head.device} ${head.day}`, head]));
  let looked = 0;
  for (const { device, day, count, fixes, head } of days) {
    const known = published.get(`${device} ${day}`);
    if (known === undefined) continue;
    looked++;
    if (known.head !== head || known.count !== count || known.fixes !== fixes)
      findings.fault(
        'heads',
        `${device} ${day}`,
        `the head that was published is ${known.head} of ${known.fixes} fixes up to place ${known.count}, the pack has ${head} of ${fixes} up to ${count}`,
      );
  }
  for (const [device, { days: wanted }] of needs.devices)
    for (const day of wanted) {
      const known = published.get(`${device} ${day}`);
      if (known && !daysOf.get(device)?.some((one) => one.day === day))
        findings.fault('heads', `${device} ${day}`, `${known.fixes} fixes were published, the pack leaves the day out`);
    }
  const gap =
    looked === days.length ? null : `no published head was given for ${days.length - looked} of ${days.length} days`;
  findings.done('heads', looked, 'days', gap);
}
