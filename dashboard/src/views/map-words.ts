import type { LiveVehicle } from '@sweepline/contract';
import type { Messages } from '../language/catalogue/en.ts';
import type { Numbers } from '../language/numbers.ts';
import type { Times } from '../language/times.ts';
import { fixAge } from '../live/staleness.ts';
import type { LegPiece, MapWords } from '../map/map-input.ts';

/** What the map says in words: the state of a leg with its metres, below it the street, the reason and the marks. */
export const mapWords = (words: Messages, numbers: Numbers, times: Times, now: () => number): MapWords => ({
  leg: ({ street, side, pass, passes, piece }: LegPiece) => {
    const length = numbers.metres(piece.to_m - piece.from_m);
    const at = piece.at === undefined ? null : times.hm(piece.at);
    const reason = piece.reason === undefined ? null : words.reasons[piece.reason];
    const title = [words.legStates[piece.state], reason, length, at].filter((part) => part !== null).join(' · ');
    const place = [street, words.sides[side], passes > 1 ? `${pass}/${passes}` : null]
      .filter((part) => part !== null)
      .join(', ');
    const marks = (piece.marks ?? []).map((mark) => words.marks[mark]).join(', ');
    return { title, detail: marks === '' ? place : `${place} · ${marks}` };
  },
  silentFor: (vehicle: LiveVehicle) => {
    const age_ms = fixAge(vehicle, now());
    return vehicle.state !== 'silent' || age_ms === null ? null : numbers.duration(age_ms);
  },
});
