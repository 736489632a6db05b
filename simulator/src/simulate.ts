import { Command, InvalidArgumentError, Option } from 'commander';
import { LOCALES, type Locale } from '@sweepline/contract';
import { tripOf, type Trip } from './fleet.ts';
import { planFleet } from './plan/fleet.ts';
import type { FleetPlan } from './plan/plan.ts';
import { runFleet } from './publish/fleet-run.ts';
import { asItHappens, hastened, type Timeline } from './publish/timeline.ts';
import { devicesOf, loadsOf } from './publish/trip-load.ts';
import { randomOf } from './random/random.ts';
import { faultsOf, inTown, loadScenario, loadTown, TOWNS } from './scenario/load.ts';
import { nextRun, readMark, writeMark, type RunMark } from './scenario/resume.ts';
import type { Scenario } from './scenario/scenario.ts';
import { setUpContracts } from './service/contracts.ts';
import { signIn } from './service/rest.ts';
import { setUpFleet, setUpRoutes, setUpTown } from './service/set-up.ts';
import { setUpUsers } from './service/users.ts';
import { durationOf, readPassword, runCommand } from './terminal/command.ts';
import { writeTruth } from './truth/file.ts';

interface Options {
  readonly town: string;
  readonly scenario: string;
  readonly fleet?: number;
  readonly seed: string;
  readonly speed: number;
  readonly backlog: number;
  readonly http: string;
  readonly mqtt: string;
  readonly ca?: string;
  readonly login: string;
  readonly passwordFile: string;
  readonly municipality?: string;
  readonly locale?: Locale;
  readonly join?: boolean;
  readonly users?: string;
  readonly truth?: string;
  readonly fault: string[];
  readonly faults: boolean;
  readonly batch: number;
  readonly resume?: string;
  readonly repeat?: boolean;
  readonly offline?: boolean;
}

const MARK_EVERY_MS = 5_000;

function numberFrom(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isFinite(value) || value < low || value > high)
      throw new InvalidArgumentError(`expected a number from ${low} to ${high}`);
    return value;
  };
}

function duration(text: string): number {
  try {
    return durationOf(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

const program = new Command('simulate')
  .description('Drives a virtual fleet through a town and publishes it over MQTT, one connection a device.')
  .option('--town <town>', `streets as GeoJSON, or a shipped town by name: ${TOWNS.join(', ')}`, TOWNS[0])
  .option('--scenario <file>', 'scenario file, or a shipped one by name: demo, quiet', 'demo')
  .option('--fleet <vehicles>', "fleet size instead of the scenario's", numberFrom(1, 5_000))
  .option('--seed <text>', 'the same seed drives the same shift', '1')
  .option(
    '--speed <factor>',
    'publish this many times as fast; the spacing of ts stays, the last fix is of now',
    numberFrom(1, 10_000),
    1,
  )
  .option('--backlog <duration>', 'begin this long ago and send that part at once: 90, 90m, 3h', duration, 0)
  .option('--http <url>', 'the service', 'http://127.0.0.1:8080')
  .option('--mqtt <url>', 'the broker', 'mqtt://127.0.0.1:1883')
  .option('--ca <file>', "certificate authority of a mqtts broker's certificate")
  .option('--login <login>', 'an administrator', 'admin')
  .option('--password-file <file>', 'its password, unless SWEEPLINE_PASSWORD has it', 'data/admin-password')
  .option('--municipality <id>', "municipality instead of the scenario's")
  .addOption(new Option('--locale <locale>', "language of names instead of the scenario's").choices(LOCALES))
  .option('--join', 'municipality, network and areas are there already')
  .option('--users <file>', 'make an operator, an auditor and a contractor; their passwords go to this file')
  .option('--truth <file>', 'write what was truly served, and every fault, as JSON lines')
  .option(
    '--fault <fault>',
    'add a fault: kind@vehicle:from-to[=value], minutes; may be repeated',
    (text, all: string[]) => [...all, text],
    [],
  )
  .option('--no-faults', "leave the scenario's faults out")
  .option('--batch <fixes>', 'fixes of one message when many are due', numberFrom(1, 1_000), 200)
  .option('--resume <file>', 'remember in this file how far the run came, and go on from there')
  .option('--repeat', 'begin the next shift when one has ended')
  .option('--offline', 'drive only, connect to nothing: for the truth file');

/** Drives every vehicle; gives way to the rest of the process between two. */
async function driveAll(plan: FleetPlan, scenario: Scenario, seed: string, signal: AbortSignal): Promise<Trip[]> {
  const random = randomOf(seed);
  const faults = faultsOf(scenario);
  const trips: Trip[] = [];
  for (const vehicle of plan.vehicles) {
    if (signal.aborted) break;
    trips.push(tripOf(plan, vehicle, faults, random));
    await new Promise((done) => setImmediate(done));
  }
  for (const fault of faults) {
    const took = trips.some((trip) => trip.effects.some((effect) => effect.fault === fault));
    if (!took && !signal.aborted)
      process.stderr.write(`fault ${fault.kind} of vehicle ${fault.vehicle} found nothing to disturb\n`);
  }
  return trips;
}

/** Letters of an id that tell two runs of the same routes apart. */
const runIdOf = (start_ms: number): string => new Date(start_ms).toISOString().slice(0, 16).replace(/[-:]/g, '');

async function shift(
  options: Options,
  run: RunMark,
  asked: Scenario,
  signal: AbortSignal,
  again: boolean,
): Promise<void> {
  const graph = loadTown(options.town);
  const scenario = inTown(asked, graph);
  const length_ms = scenario.length_min * 60_000;
  const timeline: Timeline =
    options.speed > 1 ? hastened(run.start_ms, length_ms, options.speed) : asItHappens(run.start_ms);
  const plan = planFleet(graph, scenario, randomOf(options.seed), runIdOf(timeline.ts_ms(0)));
  const trips = await driveAll(plan, scenario, run.seed, signal);
  if (signal.aborted) return;
  if (options.truth !== undefined) await writeTruth(options.truth, plan, trips, timeline);
  if (options.offline) return;

  const marking = (sent_ms: number): void => {
    if (options.resume !== undefined) writeMark(options.resume, { ...run, sent_ms });
  };
  // Before anything is made: a start that is cut off goes on with the same windows.
  marking(run.sent_ms);
  const m = scenario.municipality.id;
  const password = readPassword(options.passwordFile);
  const rest = await signIn(options.http, options.login, password);
  await setUpTown(rest, plan, scenario, again || options.join === true);
  const secrets = await setUpFleet(rest, plan, m, new Map(trips.map((trip) => [trip.vehicle.id, devicesOf(trip)])));
  await setUpRoutes(rest, plan, m, timeline);
  if (!again && options.join !== true) await setUpContracts(rest, scenario, Date.now());
  if (options.users !== undefined) await setUpUsers(rest, scenario, options.users, password);
  process.stderr.write(
    `${scenario.municipality.name[scenario.municipality.locale]}: ${plan.vehicles.length} vehicles, ${plan.assignments.length} assignments\n`,
  );
  if (signal.aborted) return;
  // A parent that started this with a channel waits for the town to be there.
  process.send?.('set-up');

  const reached = new Map(trips.map(({ vehicle }) => [vehicle.device, run.sent_ms]));
  let marked_ms = 0;
  const loads = trips.flatMap((trip) => loadsOf(trip, secrets, run.sent_ms));
  const figures = await runFleet(loads, {
    broker: {
      url: options.mqtt,
      ...(options.ca === undefined ? {} : { caFile: options.ca }),
    },
    municipality: m,
    timeline,
    signal,
    batch: options.batch,
    reached: (device, last) => {
      reached.set(device, last.at_ms);
      if (Date.now() - marked_ms < MARK_EVERY_MS) return;
      marked_ms = Date.now();
      marking(Math.min(...reached.values()));
    },
  });
  marking(Math.min(...reached.values()));
  process.stderr.write(`${figures.sent} fixes acknowledged\n`);
}

async function simulate(options: Options, signal: AbortSignal): Promise<void> {
  if (options.speed > 1 && (options.backlog > 0 || options.resume !== undefined || options.repeat)) {
    throw new Error(
      '--speed rebases the whole shift onto now: it cannot be had together with --backlog, --resume or --repeat',
    );
  }
  const { fleet, locale, municipality } = options;
  const scenario = loadScenario(options.scenario, {
    fleet,
    locale,
    municipality,
    faults: options.fault,
    noFaults: !options.faults,
  });
  const length_ms = scenario.length_min * 60_000;
  let run = nextRun(
    options.resume === undefined ? null : readMark(options.resume),
    Date.now(),
    options.backlog,
    length_ms,
    options.seed,
  );
  for (let again = false; !signal.aborted; again = true) {
    await shift(options, run, scenario, signal, again);
    if (!options.repeat) return;
    run = { seed: `${run.seed}+`, start_ms: run.end_ms, end_ms: run.end_ms + length_ms, sent_ms: -1 };
  }
}

program.parse();
await runCommand((signal) => simulate(program.opts<Options>(), signal));
