import { GEARS } from '@sweepline/contract';
import { verdictOf, type Track } from './track.ts';

const cell = (text: string): string =>
  /[",\n\r]/.test(text) || /^[=+\-@]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The fixes as a table for a spreadsheet, a row each; times of UTC, for files know no zone. */
export function csvOf(
  tracks: readonly Track[],
  plateOf: (vehicle: string) => string,
  streetOf: (edge: string) => string | null,
): string {
  const lines = [
    ['time', 'vehicle', 'plate', 'lat', 'lon', 'speed_kmh', 'heading_deg', ...GEARS, 'edge', 'street', 'verdict'].join(
      ',',
    ),
  ];
  for (const track of tracks) {
    for (let row = 0; row < track.count; row++) {
      const edge = track.edges[track.edge[row]!] ?? '';
      const told = (value: number, digits: number): string => (Number.isNaN(value) ? '' : value.toFixed(digits));
      const gears = GEARS.map((_, gear) =>
        (track.gearTold[row]! & (1 << gear)) === 0 ? '' : (track.gear[row]! & (1 << gear)) === 0 ? '0' : '1',
      );
      lines.push(
        [
          new Date(track.ts[row]!).toISOString(),
          cell(track.vehicle),
          cell(plateOf(track.vehicle)),
          track.lat[row]!.toFixed(7),
          track.lon[row]!.toFixed(7),
          told(track.speed[row]!, 1),
          told(track.heading[row]!, 0),
          ...gears,
          cell(edge),
          cell(streetOf(edge) ?? ''),
          verdictOf(track, row),
        ].join(','),
      );
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
