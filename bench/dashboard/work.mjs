import { progressChannel } from '@sweepline/contract';

const LEGS_EACH = 12;
const EDGE_M = 110;
const WINDOW_MS = 4 * 3_600_000;
/** Metres that a leg gains with each message. */
const STEP_M = 22;

/** Running assignments whose legs are covered piece by piece. */
export function makeWork(town, municipality, assignments, now_ms) {
  const ch = progressChannel(municipality);
  const step = Math.floor(town.streets.length / assignments);
  const works = Array.from({ length: assignments }, (_, n) => ({
    id: `a${n}`,
    covered_m: 0,
    at: 0,
    legs: town.streets
      .slice(n * step, n * step + LEGS_EACH)
      .map(({ id }, i) => ({ edge: id, side: i % 2 === 0 ? 'right' : 'left', done_m: 0 })),
    late: n % 40 === 0,
  }));

  const assignmentOf = (work, n) => ({
    assignment: work.id,
    route: `r${n}`,
    routeName: `R-${n}`,
    operation: 'sweep',
    vehicle: `v${n * 3}`,
    crew: null,
    from: new Date(now_ms - WINDOW_MS / 2).toISOString(),
    to: new Date(now_ms + WINDOW_MS / 2).toISOString(),
    status: 'running',
    planned_m: LEGS_EACH * EDGE_M,
    covered_m: work.covered_m,
    excused_m: 0,
    required_share: 0.9,
    forecast: null,
  });
  const legOf = ({ late }, { edge, side, done_m }) => {
    const rest = late ? 'will-miss' : 'possible';
    const pieces = [
      ...(done_m > 0 ? [{ from_m: 0, to_m: done_m, state: 'done' }] : []),
      ...(done_m < EDGE_M ? [{ from_m: done_m, to_m: EDGE_M, state: rest }] : []),
    ];
    return { edge, side, pass: 1, passes: 1, from_m: 0, to_m: EDGE_M, pieces };
  };

  return {
    snapshot: () => works.map(assignmentOf),
    /** All legs, as a socket's first picture has them. */
    whole: (seq) =>
      works.map((work) => ({
        type: 'legs',
        ch,
        seq,
        assignment: work.id,
        whole: true,
        legs: work.legs.map((leg) => legOf(work, leg)),
      })),
    /** What an assignment's progress sends: its figures and the leg that grew. */
    grow(n, seqs) {
      const work = works[n % works.length];
      const leg = work.legs[work.at % work.legs.length];
      leg.done_m = leg.done_m >= EDGE_M ? 0 : Math.min(EDGE_M, leg.done_m + STEP_M);
      if (leg.done_m >= EDGE_M) work.at += 1;
      work.covered_m = work.legs.reduce((sum, { done_m }) => sum + done_m, 0);
      return [
        { type: 'assignment', ch, seq: seqs(), assignment: assignmentOf(work, n % works.length) },
        { type: 'legs', ch, seq: seqs(), assignment: work.id, whole: false, legs: [legOf(work, leg)] },
      ];
    },
  };
}
