import type { Fix } from '../pipeline/stages.ts';

/** Changes whenever the same fixes could give another match. */
export const MATCHER_VERSION = '9';

/** Every number the gate, the matcher and the join go by. Costs are negative log-likelihoods. */
export interface MatchLimits {
  // quality gate (DOMAIN, step 2)
  readonly poorAccuracy_m: number;
  readonly poorHdop: number;
  readonly fewestSatellites: number;
  /** A jump implies more speed than this over more than this distance. */
  readonly jumpSpeed_kmh: number;
  readonly jump_m: number;
  /** So many fixes in a row that agree with one another elsewhere are believed: the vehicle was carried or renamed. */
  readonly jumpBelieved: number;
  /** Within this of where it stopped, for at least this long, the vehicle stands. */
  readonly parked_m: number;
  readonly parked_s: number;
  /** A fix that reports more speed than this is not parked. */
  readonly parkedSpeed_kmh: number;
  /** Between two fixes switched off that are closer than this it slept: a scatter of a parked receiver is no way. */
  readonly asleep_m: number;

  // candidates (step 3)
  readonly radiusPerAccuracy: number;
  readonly leastRadius_m: number;
  readonly greatestRadius_m: number;
  readonly unknownRadius_m: number;
  /** Arcs a fix is compared with, nearest first. */
  readonly candidates: number;

  // emission
  /** Standard deviation of a fix across the street where the accuracy is unknown, and its bounds where it is known. */
  readonly unknownSigma_m: number;
  readonly leastSigma_m: number;
  readonly greatestSigma_m: number;
  /** Half a carriageway: a vehicle at its kerb is on the street. Within it a metre from the middle costs `besideCost`. */
  readonly halfStreet_m: number;
  readonly besideCost: number;
  /** Being off the network costs as much as a candidate this far away. */
  readonly offNetwork_m: number;
  /**
   * Errors of fixes closer than this to one another are one error: their emission counts by the share moved, but at least so much.
   * Where a device tells its accuracy, so many standard deviations: what puts a receiver far off, walls and trees, stands beside
   * the street for long. A heading errs anew much sooner. Being off the network is no error: it counts alike whatever is told.
   */
  readonly independent_m: number;
  readonly independentErrors: number;
  readonly newHeading_m: number;
  readonly leastWeight: number;
  /** Driving against the reported heading, at most; nothing below this speed. */
  readonly headingCost: number;
  readonly headingSpeed_kmh: number;
  /** Going against a one-way, fix by fix: where another street runs the right way within the error, that one is driven. */
  readonly againstOnewayCost: number;

  // transition
  /** Newson and Krumm's beta: metres by which network and straight distance differ, and its growth with the time between fixes. */
  readonly beta_m: number;
  readonly betaPerSecond_m: number;
  /** Up to so long the speeds at both fixes tell how far the vehicle came between them. */
  readonly reckon_s: number;
  /** Ways searched: detour × straight distance + slack + both distances from the street. */
  readonly searchDetour: number;
  readonly searchSlack_m: number;
  /** Beyond this straight distance no way is searched. */
  readonly searchMost_m: number;
  /** A metre of penalty in the search costs 1 / this. */
  readonly penaltyScale_m: number;
  readonly turnBack_m: number;
  readonly turnAtDeadEnd_m: number;
  /** A turn within so many times the accuracy of where the street meets others or ends was there: 19 of 20 errors are less. */
  readonly turnErrors: number;
  readonly againstOneway_m: number;
  readonly connector_m: number;
  /** Going off the network or coming back: one fix in ten, −ln 0.1; crossing a break of the network; believing neither. */
  readonly leaveCost: number;
  readonly leapCost: number;
  readonly leap_m: number;
  readonly breakCost: number;
  /** Backward steps up to this are noise of a standing or slow vehicle. */
  readonly jitter_m: number;
  /**
   * Changing over to a street whose direction differs by no more than the arc of this cosine: errors are remembered so long,
   * a vehicle sways on its street and a street on its map by so much (standard deviation), and a jump costs at most so much.
   */
  readonly besideAlike: number;
  readonly errorKept_s: number;
  readonly sway_m: number;
  readonly sidestepMost: number;

  // join (step 4)
  readonly join_s: number;
  readonly sparseJoin_s: number;
  readonly pathDetour: number;
  readonly pathSlack_m: number;
  /** A fix off the network is stepped over by a path this near that is no longer than the chords over it, by this factor and the slack. */
  readonly stray_m: number;
  readonly strayDetour: number;
  readonly uniqueShare: number;
  readonly uniqueSlack_m: number;
  /** Another way that stays this near is the same to a receiver. */
  readonly apart_m: number;
  /** After a shorter silence the fixes themselves tell the way. */
  readonly uniqueAfter_s: number;
  readonly topSpeed_kmh: number;
  /**
   * Beyond `join_s`: the only way within a wider band, at a working or driving speed; and straight but for the receiver's
   * noise, unless the device tells its heading at both ends.
   */
  readonly sparseUniqueShare: number;
  readonly sparseUniqueSlack_m: number;
  readonly sparseDetour: number;
  readonly sparseSlack_m: number;
  readonly sparseLeast_kmh: number;
  readonly sparseMost_kmh: number;
  /** Or a way as long as the odometer says, up to so many metres or this share of it, and the only such one. */
  readonly odometerSlack_m: number;
  readonly odometerShare: number;
}

/** Undecided fixes kept at most in a live run; then the oldest half is decided as it stands. */
export const MOST_UNDECIDED = 300;

export const MATCH_LIMITS: MatchLimits = {
  poorAccuracy_m: 50,
  poorHdop: 5,
  fewestSatellites: 4,
  jumpSpeed_kmh: 140,
  jump_m: 100,
  jumpBelieved: 3,
  parked_m: 10,
  parked_s: 10,
  parkedSpeed_kmh: 3,
  asleep_m: 100,

  radiusPerAccuracy: 3,
  leastRadius_m: 30,
  greatestRadius_m: 60,
  unknownRadius_m: 45,
  candidates: 12,

  unknownSigma_m: 6,
  leastSigma_m: 4,
  greatestSigma_m: 15,
  halfStreet_m: 4,
  besideCost: 0.02,
  offNetwork_m: 25,
  independent_m: 30,
  independentErrors: 7.5,
  newHeading_m: 15,
  leastWeight: 0.1,
  headingCost: 4,
  headingSpeed_kmh: 1.5,
  againstOnewayCost: 1,

  beta_m: 10,
  betaPerSecond_m: 1,
  reckon_s: 20,
  searchDetour: 1.6,
  searchSlack_m: 20,
  searchMost_m: 2_700,
  penaltyScale_m: 15,
  turnBack_m: 45,
  turnAtDeadEnd_m: 10,
  turnErrors: 2,
  againstOneway_m: 15,
  connector_m: 10,
  leaveCost: 2.3,
  leapCost: 5,
  leap_m: 30,
  breakCost: 9,
  jitter_m: 20,
  besideAlike: 0.87,
  errorKept_s: 90,
  sway_m: 4,
  sidestepMost: 6,

  join_s: 60,
  sparseJoin_s: 180,
  pathDetour: 1.6,
  pathSlack_m: 20,
  stray_m: 100,
  strayDetour: 1.1,
  uniqueShare: 0.1,
  uniqueSlack_m: 15,
  apart_m: 25,
  uniqueAfter_s: 20,
  topSpeed_kmh: 140,
  sparseUniqueShare: 0.25,
  sparseUniqueSlack_m: 25,
  sparseDetour: 1.005,
  sparseSlack_m: 1,
  sparseLeast_kmh: 5,
  sparseMost_kmh: 80,
  odometerSlack_m: 25,
  odometerShare: 0.05,
};

/** Standard deviation of a fix across the street. */
export const sigmaOf = ({ accuracy_m }: Fix, { unknownSigma_m, leastSigma_m, greatestSigma_m }: MatchLimits): number =>
  accuracy_m === null ? unknownSigma_m : Math.min(greatestSigma_m, Math.max(leastSigma_m, accuracy_m));

/** Metres within which this fix's error and that of the one before are one error. */
export const independentOf = (fix: Fix, limits: MatchLimits): number =>
  fix.accuracy_m === null ? limits.independent_m : limits.independentErrors * sigmaOf(fix, limits);
