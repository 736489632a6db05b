import type { LegError } from './score/figures.ts';
import type { Run } from './run.ts';

const LEGS = 8;

const leg = ({ assignment, edge, side, pass, told_m, true_m }: LegError): string =>
  `  ${assignment} ${edge} ${side} pass ${pass}: told ${told_m.toFixed(1)} m, truly ${true_m.toFixed(1)} m`;

/** Where a run went wrong, with what is needed to look at it again. */
export function explain({ figures, worst }: Run): string {
  const place = (lon: number | null, lat: number | null): string =>
    lon === null || lat === null ? '' : ` at ${lon.toFixed(5)},${lat.toFixed(5)}`;
  return [
    ...worst.slice(0, LEGS).map(leg),
    ...figures.faults
      .filter(({ found }) => !found)
      .map(
        ({ fault, vehicle, from_s, to_s, expected, stands, delay_s, allowed_s }) =>
          `  ${stands ? 'late' : 'not found'}: ${fault} of ${vehicle}, ${Math.round(from_s)}–${Math.round(to_s)} s, expected ${expected}` +
          (allowed_s === null ? '' : `; told after ${delay_s ?? '–'} s of ${allowed_s}`),
      ),
    ...figures.falseIncidents.map(
      ({ kind, vehicle, from_s, lon, lat }) =>
        `  false: ${kind} of ${vehicle}, ${Math.round(from_s)} s${place(lon, lat)}`,
    ),
  ].join('\n');
}
