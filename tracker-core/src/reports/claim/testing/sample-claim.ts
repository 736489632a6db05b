import type { ClaimLine, Contract, Terms, UncoveredReason } from '@sweepline/contract';
import { MOST_LISTED } from '../listed-lines.ts';
import { tellLines } from './tell-lines.ts';
import type { ClaimPaper, PaperFix, PaperPiece, PaperPlace, PaperStreet, PaperWork } from '../claim-paper.ts';

const REASONS: readonly UncoveredReason[] = ['not-reached', 'too-fast', 'no-data', 'gear-off', 'wrong-side'];
const ISSUED = '2026-11-05T08:04:00.000Z';

export const sampleTerms: Terms = {
  from: '2026-01-01',
  prices: [
    { operation: 'sweep', perMetre: '1.85' },
    { operation: 'wash', route: 'B-07', perMetre: '2.4' },
  ],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'B', clause: 'Отметки GPS поступают не реже одного раза в 30 секунд в течение всей смены.' },
  deadlines: { answerDays: 10, decisionDays: 14 },
  overlap: 'greatest',
  cap: { month: 20_000_000, contract: 200_000_000 },
  keyRates: [
    { from: '2026-01-01', percent: '16.5' },
    { from: '2026-10-12', percent: '15' },
  ],
  rules: [
    {
      id: 'route-90',
      kind: 'penalty',
      clause: '6.2',
      text: 'При выполнении маршрута менее чем на 90 % подрядчик уплачивает неустойку в размере 2 % цены маршрута за каждый случай.',
      on: { fact: 'undone', per: 'route', above: '10' },
      charge: { sum: 'percent', percent: '2', of: 'route' },
      repeat: { from: 2, factor: '1.5' },
      cap: { fact: 500_000 },
    },
    {
      id: 'late-key-rate',
      kind: 'penalty',
      clause: '6.4',
      on: { fact: 'late' },
      charge: { sum: 'key-rate', divisor: 300, rateOn: 'payment' },
    },
  ],
};

const contract: Contract = {
  id: 'c-118',
  municipality: 'chisinau',
  contractor: 'contractor-1',
  contractorName: 'Подрядчик 1',
  number: '118/25',
  title: 'Механизированная уборка, сектор Ботаника',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'MDL',
  price: 1_284_000_000,
  operations: ['sweep', 'wash'],
  routes: null,
  termsVersion: 1,
};

export interface SampleGround {
  readonly streets: readonly PaperStreet[];
  /** Edges that places are made of, in turn. */
  readonly legs: readonly { readonly edge: string; readonly street: string; readonly line: Float64Array }[];
}

/** A claim of so many lines whose numbers add up, with maps of its first legs; the same for the same arguments. */
export function sampleClaim(
  count: number,
  ground: SampleGround,
  { answered = false, places = 6, listed = MOST_LISTED } = {},
): ClaimPaper {
  const lines = Array.from({ length: count }, (_, i) => lineOf(i, ground, answered));
  const standing = lines.filter(({ state }) => state === 'standing');
  const sumOf = (kind: ClaimLine['kind']): number =>
    standing
      .filter((line) => line.kind === kind)
      .reduce((sum, line) => sum + (line.decision?.amount ?? line.amount), 0);
  const metres_cm = (of: UncoveredReason): number =>
    lines.filter(({ reason }) => reason === of).reduce((sum, { metres }) => sum + Math.round((metres ?? 0) * 100), 0);
  const missed_cm = REASONS.reduce((sum, reason) => sum + metres_cm(reason), 0);
  const [covered_cm, excused_cm] = [missed_cm * 21 + 17, Math.round(missed_cm * 0.4)];
  const [nonPayment, penalty, bonus] = [sumOf('non-payment'), sumOf('penalty'), sumOf('bonus')];
  const works = new Map(
    lines.flatMap((line) => (line.assignment === null ? [] : [[line.assignment, workOf(line)] as const])),
  );
  return {
    claim: {
      id: 'claim-1',
      municipality: 'chisinau',
      contract: 'c-118',
      contractNumber: '118/25',
      contractor: 'contractor-1',
      contractorName: 'Подрядчик 1',
      number: '2026-10/118-25-1',
      revision: 1,
      from: '2026-10-01',
      to: '2026-11-01',
      currency: 'MDL',
      state: answered ? 'decided' : 'issued',
      total: nonPayment + penalty + bonus,
      issuedAt: ISSUED,
      answerBy: '2026-11-16T00:00:00.000+02:00',
      answeredAt: answered ? '2026-11-12T08:04:00.000Z' : null,
      decideBy: answered ? '2026-11-27T00:00:00.000+02:00' : null,
      decidedAt: answered ? '2026-11-20T14:30:00.000Z' : null,
      closedAt: null,
      paymentDate: '2026-11-10',
      totals: {
        nonPayment,
        penalty,
        bonus,
        total: nonPayment + penalty + bonus,
        held: lines.filter(({ state }) => state === 'held').reduce((sum, { amount }) => sum + amount, 0),
        lines: count,
        planned_m: (covered_cm + excused_cm + missed_cm) / 100,
        covered_m: covered_cm / 100,
        excused_m: excused_cm / 100,
        uncovered_m: Object.fromEntries(REASONS.map((reason) => [reason, metres_cm(reason) / 100])) as never,
      },
      progress: null,
      unsealed: [],
      answers: { open: count, accepted: 0, objected: 0 },
      undecided: 0,
      digest: '9f2c1d7be05a4c8890ab34fe12cd5678e0f1a2b3c4d5968778695a4b3c2d1e0f',
      replaces: null,
      replacedBy: null,
      history: [
        { at: '2026-11-03T09:00:00.000Z', by: 'auditor', action: 'drafted' },
        { at: ISSUED, by: 'auditor', action: 'issued' },
      ],
    },
    contract,
    municipality: { id: 'chisinau', name: 'Примэрия муниципия Кишинэу', timezone: 'Europe/Chisinau' },
    terms: [{ version: 1, by: 'auditor', at: '2025-12-20T10:00:00.000Z', terms: sampleTerms }],
    told: tellLines(lines, listed),
    routeNames: new Map([['B-07', 'Ботаника, подметание утром']]),
    plates: new Map([['v-1', 'KVD 214']]),
    keyId: 'k-2026-01',
    delaysUpTo: null,
    works,
    places: lines
      .filter(({ assignment, stretches }) => assignment !== null && stretches.length > 0)
      .slice(0, places)
      .map((line) => placeOf(line, ground)),
    placesLeftOut: Math.max(0, standing.length - places),
    worksLeftOut: 0,
  };
}

function lineOf(i: number, ground: SampleGround, answered: boolean): ClaimLine {
  const day = String(1 + (i % 31)).padStart(2, '0');
  const date = `2026-10-${day}`;
  const leg = ground.legs[i % ground.legs.length]!;
  const penalty = i % 10 === 9;
  const metres_cm = 4_120 + ((i * 7_919) % 160_000);
  const amount = penalty ? 42_824 : Math.floor((metres_cm * 185 + 50) / 100);
  const objected = answered && i % 4 === 1;
  const held = i % 23 === 19;
  return {
    no: i + 1,
    kind: penalty ? 'penalty' : 'non-payment',
    state: held ? 'held' : i % 41 === 40 ? 'dropped' : 'standing',
    why: held ? 'C' : i % 41 === 40 ? 'Отрезок закрыт на ремонт, акт № 12' : null,
    rule: penalty ? 'route-90' : null,
    terms: 1,
    assignment: `a-${i % 60}`,
    date,
    route: 'B-07',
    vehicle: 'v-1',
    streets: penalty ? [] : [leg.street],
    sides: penalty ? [] : i % 3 === 0 ? ['left', 'right'] : ['right'],
    reason: penalty ? null : REASONS[i % REASONS.length]!,
    incident: penalty ? { id: `i-${i}`, kind: 'missed', from: `${date}T05:15:00.000Z`, to: null } : null,
    metres: penalty ? null : metres_cm / 100,
    stretches: penalty
      ? []
      : [{ edge: leg.edge, side: 'right', pass: 1, pieces: [{ from_m: 0, to_m: metres_cm / 100 }] }],
    arithmetic: penalty
      ? {
          terms: [
            [
              { value: '21412', unit: 'price' },
              { value: '2', unit: 'per-cent' },
            ],
          ],
          caps: [],
        }
      : {
          terms: [
            [
              { value: (metres_cm / 100).toFixed(2), unit: 'metres' },
              { value: '1.85', unit: 'price-per-metre' },
            ],
          ],
          caps: [],
        },
    amount,
    occurrence: penalty ? 1 + (i % 3) : null,
    result: {
      revision: 1,
      digest: 'ab'.repeat(32),
      grade: held ? 'C' : 'A',
      uptime_pct: 99.2,
      retroactive: i % 17 === 5,
    },
    answer: answered
      ? {
          answer: objected ? 'object' : 'accept',
          metres: objected ? 34 : null,
          reason: objected
            ? 'С 06:50 правый бордюр занят аварийной бригадой, проезд закрыт от дома 12 до дома 30.'
            : null,
          by: 'contractor-1',
          at: '2026-11-12T08:04:00.000Z',
          attachments: [],
        }
      : null,
    decision: objected
      ? {
          decision: 'reduce',
          excused_m: 34,
          amount: amount - 6_290,
          reason: 'Перекрытие подтверждено фото: правый бордюр, дома 12–30.',
          by: 'auditor',
          at: '2026-11-20T14:30:00.000Z',
        }
      : null,
  };
}

const workOf = ({ assignment, date, result }: ClaimLine): PaperWork => ({
  assignment: assignment!,
  date,
  route: 'B-07',
  routeVersion: 3,
  operation: 'sweep',
  vehicle: 'v-1',
  from: `${date}T02:30:00.000Z`,
  to: `${date}T05:15:00.000Z`,
  planned_m: 11_860,
  covered_m: 9_954.2,
  excused_m: 210,
  revision: 1,
  digest: 'ab'.repeat(32),
  rulesVersion: 'rules-7',
  matcherVersion: 'matcher-4',
  retroactive: false,
  quality: {
    grade: result?.grade ?? 'A',
    uptime_pct: 99.2,
    fixes: 1_204,
    rejected: 0,
    conflicts: 0,
    fieldErrors: 0,
    gaps: [{ from: `${date}T03:40:00.000Z`, to: `${date}T03:52:00.000Z` }],
  },
});

function placeOf({ no, assignment, date, stretches }: ClaimLine, { streets, legs }: SampleGround): PaperPlace {
  const begin = Date.parse(`${date}T02:30:00.000Z`);
  const track: PaperFix[] = [];
  for (let s = 0; s < 9_900; s += 5) {
    if (s > 4_200 && s < 4_920) continue;
    const there = s > 2_000 && s < 2_900;
    const wave = Math.sin(s / 37 + no) * Math.sin(s / 211);
    track.push({
      ts_ms: begin + s * 1_000,
      speed_kmh: Math.max(0, there ? 16 + wave * 5 : 7 + wave * 6),
      gear: s > 300 && !(s > 6_000 && s < 6_900),
      there,
    });
  }
  const edge = stretches[0]!.edge;
  const pieces = legs.flatMap((leg, i): PaperPiece[] =>
    (['left', 'right'] as const).map((side) => {
      const charged = leg.edge === edge;
      const state = charged ? 'uncovered' : i % 7 === 3 ? 'excused' : i % 11 === 5 ? 'uncovered' : 'covered';
      return {
        edge: leg.edge,
        street: leg.street,
        side,
        state: charged && side === 'left' ? 'covered' : state,
        reason: state === 'uncovered' ? 'not-reached' : null,
        line: leg.line,
        charged: charged && side === 'right',
      };
    }),
  );
  return {
    lines: [no],
    assignment: assignment!,
    streets,
    pieces,
    track,
    join_s: 60,
    band: { min_kmh: 1, max_kmh: 12.9 },
  };
}
