import type { LiveVehicle } from '@sweepline/contract';
import type { Messages } from '../language/catalogue/en.ts';
import type { Numbers } from '../language/numbers.ts';
import type { Times } from '../language/times.ts';
import { fixAge } from '../live/staleness.ts';
import type { LegPiece, MapDistrict, MapWords } from '../map/map-input.ts';
import type { sightWords } from '../sight/words.ts';

const DAY_MS = 86_400_000;

/** What the map says in words: the state of a leg with its metres, below it the street, the reason and the marks. */
export const mapWords = (
  words: Messages,
  sight: (typeof sightWords)['en'],
  numbers: Numbers,
  times: Times,
  now: () => number,
): MapWords => ({
  vehicle: (vehicle: LiveVehicle) => {
    const speed = vehicle.speed_kmh === null ? null : numbers.with(vehicle.speed_kmh, 'kmh', 1);
    const age = () => ageOf(vehicle, now(), numbers, times);
    const detail = [words.vehicleStates[vehicle.state], vehicle.state === 'silent' ? age() : speed];
    return { title: vehicle.plate, detail: detail.filter((part) => part !== null).join(' · ') };
  },
  district: ({ name, percent, done_m, due_m, open }: MapDistrict) => {
    const progress =
      due_m === 0 ? sight.nothingDue : sight.district(percent, numbers.length(done_m), numbers.length(due_m));
    const waiting = open === null ? [] : [sight.openHere(numbers.plain(open.count))];
    return { title: name, detail: [progress, ...waiting].join(' · ') };
  },
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
  silentFor: (vehicle: LiveVehicle) => (vehicle.state === 'silent' ? ageOf(vehicle, now(), numbers, times) : null),
});

/** Over a day by the date. */
function ageOf(vehicle: LiveVehicle, now_ms: number, numbers: Numbers, times: Times): string | null {
  const age_ms = fixAge(vehicle, now_ms);
  if (age_ms === null) return null;
  return age_ms > DAY_MS ? times.dayMonth(now_ms - age_ms) : numbers.duration(age_ms);
}
