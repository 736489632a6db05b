import { createHash } from 'node:crypto';
import type { CountingFix } from '../../pipeline/proof/choice.ts';
import { fixesName, readFixLine } from '../pack/content.ts';
import type { OpenPack } from './members.ts';

/** A fix of a pack. */
export interface DeviceFix extends CountingFix {
  readonly no: number | null;
}

/** Held at once, whatever the pack's size: those of the devices that were last asked for. */
const KEPT_FIXES = 600_000;

/** The fixes of a pack's devices, by instant, then SHA-256. */
export class DeviceFixes {
  readonly #pack: OpenPack;
  readonly #kept = new Map<string, readonly DeviceFix[]>();

  constructor(pack: OpenPack) {
    this.#pack = pack;
  }

  /** @throws BrokenPack; Error for a line that is none */
  of(device: string): readonly DeviceFix[] {
    const known = this.#kept.get(device);
    if (known) {
      this.#kept.delete(device);
      this.#kept.set(device, known);
      return known;
    }
    const fixes = readFixes(device, this.#pack.text(fixesName(device)));
    this.#kept.set(device, fixes);
    let held = 0;
    for (const each of this.#kept.values()) held += each.length;
    for (const [oldest, each] of this.#kept) {
      if (held <= KEPT_FIXES || oldest === device) break;
      this.#kept.delete(oldest);
      held -= each.length;
    }
    return fixes;
  }
}

function readFixes(device: string, text: string): DeviceFix[] {
  const fixes: DeviceFix[] = [];
  for (let from = 0, row = 1; from < text.length; row++) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    const line = readFixLine(text.slice(from, end));
    const ts_ms = line === null ? Number.NaN : instantOfBody(line.body);
    if (line === null || Number.isNaN(ts_ms)) throw new Error(`line ${row} holds no fix`);
    const digest = createHash('sha256').update(line.body).digest('hex');
    fixes.push({ no: line.no, ts_ms, received_ms: line.received_ms, device, body: line.body, digest });
    from = end + 1;
  }
  return fixes.sort((a, b) => a.ts_ms - b.ts_ms || (a.digest < b.digest ? -1 : Number(a.digest > b.digest)));
}

function instantOfBody(body: string): number {
  try {
    const { ts } = JSON.parse(body) as { ts: unknown };
    return typeof ts === 'number' ? ts : Date.parse(String(ts));
  } catch {
    return Number.NaN;
  }
}
