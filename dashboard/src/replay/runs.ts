import type { TrackKind, TrackRun } from '../map/replay/scene.ts';
import { isRefused, momentAt, rowAt, verdictOf, type Track } from './track.ts';

/** A run of steps that count alike: from the fix of row `from` to that of row `to`. */
interface Span {
  readonly kind: TrackKind;
  readonly from: number;
  readonly to: number;
  readonly run: TrackRun;
}

const kindOf = (track: Track, row: number): TrackKind => {
  const verdict = verdictOf(track, row);
  if (isRefused(verdict)) return 'refused';
  return verdict === 'worked' || verdict === 'driven' ? verdict : 'loose';
};

const placeOf = (track: Track, row: number): readonly [number, number] => [track.lon[row]!, track.lat[row]!];

/** A track's way as runs, cut where it counts otherwise and where nobody knows it; gaps are never joined. */
export class Way {
  readonly #track: Track;
  readonly #spans: readonly Span[];

  constructor(track: Track) {
    this.#track = track;
    this.#spans = spansOf(track);
  }

  /** What was driven between two instants, the second one's place included. */
  between(from_ms: number, to_ms: number): TrackRun[] {
    const track = this.#track;
    const first = Math.max(0, rowAt(track, from_ms));
    const last = rowAt(track, to_ms);
    const runs: TrackRun[] = [];
    for (let i = this.#spanAt(first); i < this.#spans.length; i++) {
      const { kind, from, to, run } = this.#spans[i]!;
      if (from >= last) break;
      if (from >= first && to <= last) runs.push(run);
      else runs.push(cutRun(track, kind, Math.max(from, first), Math.min(to, last)));
    }
    const now = momentAt(track, to_ms);
    const next = last + 1;
    if (now !== null && now.silent_ms === null && next < track.count && to_ms > track.ts[last]!)
      runs.push({ kind: kindOf(track, next), coordinates: [placeOf(track, last), [now.lon, now.lat]] });
    return runs.filter(({ coordinates }) => coordinates.length > 1);
  }

  /** The first span that ends behind a row. */
  #spanAt(row: number): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#spans[middle]!.to <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function cutRun(track: Track, kind: TrackKind, from: number, to: number): TrackRun {
  const coordinates: (readonly [number, number])[] = [];
  for (let row = from; row <= to; row++) coordinates.push(placeOf(track, row));
  return { kind, coordinates };
}

function spansOf(track: Track): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let row = 1; row <= track.count; row++) {
    const gap = row === track.count || track.ts[row]! - track.ts[row - 1]! > track.gap_ms;
    const begins = from === row - 1;
    const same = !gap && (begins || kindOf(track, row) === kindOf(track, row - 1));
    if (same) continue;
    const to = row - 1;
    if (to > from) {
      const kind = kindOf(track, to);
      spans.push({ kind, from, to, run: cutRun(track, kind, from, to) });
    }
    from = gap ? row : to;
  }
  return spans;
}
