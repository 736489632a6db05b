import type { DeviceQuality, Incident, QualityDay } from '@sweepline/contract';

/** What was refused of a device on a day, for one reason. */
export interface RefusedDay {
  readonly device: string;
  readonly vehicle: string;
  readonly date: string;
  readonly reason: string;
  readonly count: number;
}

/** The newest day first, on it the most refusals. */
export const refusedDays = (devices: readonly DeviceQuality[]): RefusedDay[] =>
  devices
    .flatMap(({ device, vehicle, days }) =>
      days.flatMap(({ date, reasons }) =>
        Object.entries(reasons).map(([reason, count]) => ({ device, vehicle, date, reason, count })),
      ),
    )
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.date === b.date ? b.count - a.count : a.date < b.date ? 1 : -1));

/** Worst devices of the newest days first: those that say nothing, then those that say little. */
export function byNeed(devices: readonly DeviceQuality[]): DeviceQuality[] {
  return [...devices].sort((a, b) => need(b.days) - need(a.days) || (a.device < b.device ? -1 : 1));
}

const WEIGHT = { none: 4, C: 2, B: 1, A: 0 } as const;
const need = (days: readonly QualityDay[]): number =>
  days.reduce((sum, { grade }) => sum + (grade === null ? 0 : WEIGHT[grade]), 0);

/** Open cases that nobody of these logins has said a word to, the urgent and the old first. */
export function toAnswer(incidents: readonly Incident[], login: string): Incident[] {
  const isAnswered = ({ history }: Incident) =>
    history.some(({ action, by }) => action === 'commented' && by === login);
  const isOpen = ({ state }: Incident) => state !== 'resolved' && state !== 'dismissed';
  return incidents
    .filter((incident) => isOpen(incident) && !isAnswered(incident))
    .sort((a, b) =>
      a.severity === b.severity ? Date.parse(a.from) - Date.parse(b.from) : a.severity === 'critical' ? -1 : 1,
    );
}
