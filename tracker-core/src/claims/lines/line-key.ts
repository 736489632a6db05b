import type { ClaimLine } from '@sweepline/contract';

/** What a line is about: the same in two drafts, whatever its number, amount and metres. */
export const lineKey = ({
  kind,
  rule,
  assignment,
  date,
  route,
  vehicle,
  reason,
  incident,
  streets,
  sides,
}: Pick<
  ClaimLine,
  'kind' | 'rule' | 'assignment' | 'date' | 'route' | 'vehicle' | 'reason' | 'incident' | 'streets' | 'sides'
>): string =>
  JSON.stringify([kind, rule, assignment, date, route, vehicle, reason, incident?.id ?? null, streets, sides]);
