import { centimetresOf, type CoverageAnswer } from '@sweepline/contract';

/** Centimetres of a plan that its coverage tells of: covered, excused, and uncovered for whatever reason. */
export const sumOf = ({ covered_m, excused_m, uncovered_m }: CoverageAnswer): number =>
  [covered_m, excused_m, ...Object.values(uncovered_m)].reduce((sum, length_m) => sum + centimetresOf(length_m), 0);
