import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHAIN_DAYS_CLOSED_EVERY_MS, type Trouble } from '@sweepline/contract';
import type { MqttEdge } from '@sweepline/ingest';
import { startGateway, type Gateway } from '../gateway/gateway.ts';
import type { Ports } from '../gateway/ports.ts';
import { Refused } from '../refused.ts';
import { runJobs } from '../store/jobs/run-jobs.ts';
import { ensureAdministrator } from '../store/objects/users.ts';
import { openStore, type Store } from '../store/open.ts';
import { FixWriter } from '../store/series/fix-writer.ts';
import { Cases, missedKey } from './cases.ts';
import { closeChainDays } from './chain-days.ts';
import { Changes } from './changes.ts';
import { Acts } from './claims/acts.ts';
import { Documents } from './claims/documents.ts';
import { Drafting } from './claims/drafting.ts';
import { remindDue } from './claims/reminding.ts';
import { Packing } from './claims/packing.ts';
import { caughtUp, second } from './clock.ts';
import { Commands } from './commands.ts';
import type { Config } from './config.ts';
import { Connections } from './connections.ts';
import { keepPassword } from './data-dir.ts';
import { DeviceDays } from './device-days.ts';
import { Directory } from './directory.ts';
import { Door } from './door.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import { EvidenceReader } from './evidence.ts';
import { startEdge } from './edge.ts';
import { Fleet, isRetired } from './fleet.ts';
import { Fulfilment } from './fulfilment.ts';
import { Intake } from './intake.ts';
import { Listening } from './listening.ts';
import type { Log } from './log.ts';
import { Mailing } from './mail/mailing.ts';
import { smtpTransport } from './mail/transport.ts';
import { Metrics } from './metrics.ts';
import { NetworkFiles } from './network-files.ts';
import { Networks } from './networks.ts';
import { PlanFact } from './plan-fact.ts';
import { Planning } from './plan-port.ts';
import { Plans } from './plans.ts';
import { Positions } from './positions.ts';
import { Progress } from './progress.ts';
import { liveVehicle, Projection } from './projection.ts';
import { Recomputing } from './recomputing.ts';
import { Recurring } from './recurring.ts';
import { Replay } from './replay/replay.ts';
import { Results } from './results.ts';
import { Revisions } from './revisions.ts';
import { Scheduling } from './scheduling.ts';
import { reviseDue, sealDue } from './sealing.ts';
import { Signing } from './signing.ts';
import { vehicleStart } from './vehicle-start.ts';
import { shiftReader, wakeFleet } from './waking.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const MAIL_EVERY_MS = 5_000;
const SEALING_EVERY_MS = 10_000;
/** How long a GET waits for the pipeline. */
const PATIENCE_MS = 120_000;
const DASHBOARD_DIR = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

export interface Service {
  readonly http: string;
  readonly mqtt: string;
  close(): Promise<void>;
}

/**
 * Starts everything in the order of its dependencies: store, directory, fleet, gateway, MQTT edge. Resolves when all
 * answers. What is started is ended in the reverse order.
 */
export async function startService(config: Config, log: Log): Promise<Service> {
  const now = (): number => Date.now();
  const closing: (() => Promise<unknown> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: join(config.dataDir, 'database'), log });
    closing.push(() => store.close());
    const passwordFile = join(config.dataDir, 'admin-password');
    await ensureAdministrator(store.db, config.adminPassword, (generated) => keepPassword(passwordFile, generated));
    return await assemble(config, store, log, now, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  config: Config,
  store: Store,
  log: Log,
  now: () => number,
  closing: (() => Promise<unknown> | void)[],
  close: () => Promise<void>,
): Promise<Service> {
  const { db } = store;
  const failed = (cause: unknown): void =>
    log.error({ err: cause }, 'facts could not be stored; they are made again at the next rebuild');
  const lateAfter_ms = config.lateEvidenceHours * HOUR_MS;
  const metrics = new Metrics();
  const directory = await Directory.load(db);
  const networks = new Networks(db, new NetworkFiles(join(config.dataDir, 'networks')));
  for (const vehicle of directory.allVehicles()) await networks.of(vehicle.municipality);
  const plans = new Plans(db, directory, networks, now, log);
  await plans.load();
  const cases = new Cases(db, directory, networks, now, failed);
  await cases.load(db, now());
  const commands = new Commands(db, directory, now, log);
  const connections = new Connections(db, now);
  const evidence = new EvidenceReader({
    db,
    directory,
    networks,
    lateAfter_ms,
    versionOf: (vehicle) => fleet.version(vehicle),
  });
  const grace_ms = config.sealGraceMinutes * MINUTE_MS;
  // A fix that a sealed result may have to do with is at least so old when it is received.
  const writer = new FixWriter(store.writing, log, Math.max(0, grace_ms - CONTEXT_MS));
  const basisParts = { db, directory, networks, lateAfter_ms, evidence };
  const revisions = new Revisions({
    ...basisParts,
    received: () => writer.settled(),
    done: (assignment, closed_ms) => cases.withdraw([missedKey(assignment, closed_ms)]),
    changes: () => changes.count,
    now,
    log,
  });
  const replay = new Replay({
    ...basisParts,
    newestOf: (vehicle) => fleet.find(vehicle)?.head_ms ?? -Infinity,
  });
  const versionWithin: Fleet['versionWithin'] = (...within) => fleet.versionWithin(...within);
  const fulfilment = new Fulfilment({ ...basisParts, plans, revisions, versionWithin, now });
  const results = new Results({ ...basisParts, plans, revisions, fulfilment, now });
  const fleet: Fleet = new Fleet(
    {
      start: vehicleStart(directory, networks),
      assignmentsOf: (vehicle) => plans.assignmentsOf(vehicle),
      shift: shiftReader(evidence, plans, cases, now),
      facts: (running, facts, replaces_ms) => projection.take(running, facts, replaces_ms),
      caughtUp: (running) => caughtUp({ fleet, plans, cases, progress }, running, now()),
      rebuilt: () => metrics.rebuilds.inc(),
      now,
    },
    log,
  );

  const settled = async (): Promise<void> => {
    await fleet.settled();
    await projection.flushed();
  };
  const changes = new Changes({
    directory,
    networks,
    plans,
    cases,
    fleet,
    settled: () => projection.flushed(),
    publish: (vehicle) => publishVehicle(vehicle),
    gone: ({ vehicle, ...running }) =>
      gateway.live.publish(vehicle.municipality, vehicle.contractor, {
        type: 'vehicle',
        vehicle: { ...liveVehicle({ vehicle, ...running }), removed: true },
      }),
    progressed: (live) => progress.mark(live),
    forget: (assignment) => progress.forget(assignment),
    removed: (live) => progress.removed(live),
  });
  const listening = new Listening(now);
  const door = new Door(now, (device) => directory.key(device)?.revoked === true);
  const deviceDays = new DeviceDays({
    db,
    directory,
    lateAfter_ms,
    newest_ms: (municipality) => newestFix(fleet, municipality),
    versionOf: (vehicle) => fleet.version(vehicle),
  });
  const batches = new Recomputing({ db, results, busy: () => fleet.depth > 0 || writer.waiting > 0, now, log });
  const drafting = new Drafting({ db, directory, networks, revisions, now, log });
  const planning = new Planning({
    db,
    networks,
    drivesOn: (municipality) => directory.municipality(municipality)?.drivesOn ?? 'right',
    now,
    networkChanged: (municipality) => changes.network(municipality),
    changed: (what, id) => changes.object(what, id),
  });
  closing.push(() => planning.close());
  const scheduling = new Scheduling({
    db,
    directory,
    ahead_days: config.scheduleAheadDays,
    changed: (what, id) => changes.object(what, id),
    now,
    log,
  });
  const signing = await Signing.open(db, join(config.dataDir, 'keys'), now);
  const planFact = new PlanFact({ db, directory, fulfilment, results, revisions, now });
  const documents = new Documents({ ...basisParts, keys: () => signing.keys() });
  const ports: Ports = {
    results,
    batches,
    replay,
    plan: planning,
    schedules: scheduling,
    devices: {
      admit: async (municipality, device, secret) => edge?.admit({ municipality, device }, secret),
      revoke: async (municipality, device) => edge?.revoke({ municipality, device }),
      messages: (device) => listening.messages(device),
      turnedAway: (device, seesAll) =>
        config.mqttUrl === null ? door.of(device, (other) => directory.key(other) !== undefined, seesAll) : null,
      quality: (devices, timezone, from_ms, to_ms) => deviceDays.of(devices, timezone, from_ms, to_ms),
      address: () => edge?.url ?? `mqtt://${config.mqttHost}:${config.mqttPort}`,
      command: (vehicle, body, by) => commands.send(vehicle, body, by),
    },
    claims: drafting,
    planFact,
    acts: new Acts({ db, directory, planFact }),
    documents,
    packs: new Packing({ db, documents, signing }),
    cases,
    signing,
    snapshots: {
      snapshot: ({ municipality, contractor }) => {
        const shown = [...plans.all()]
          .filter(
            ({ stored, plan }) =>
              stored.municipality === municipality && (contractor === null || plan.contractor === contractor),
          )
          .map((live) => progress.whole(live));
        const vehicles = fleet
          .all()
          .filter(
            ({ vehicle }) =>
              vehicle.municipality === municipality && (contractor === null || vehicle.contractor === contractor),
          )
          .map(liveVehicle);
        return {
          snapshot: {
            vehicles,
            assignments: shown.map(({ assignment }) => assignment),
            incidents: cases.of(municipality, contractor),
          },
          legs: shown.map(({ legs }) => legs),
        };
      },
    },
    health: {
      dependencies: async () => ({
        database: await troubleOf(() => db.query('select 1')),
        broker: edge === null ? { trouble: 'not-started' } : edge.trouble(),
      }),
      lacks: () => store.kind.lacks,
      metrics: () => metrics.registry.metrics(),
    },
    settled: () => withinPatience(settled()),
  };
  const gateway: Gateway = await startGateway({
    host: config.httpHost,
    port: config.httpPort,
    db,
    ports,
    now,
    log,
    dashboardDir: DASHBOARD_DIR,
    metricsToken: config.metricsToken,
    publicOrigin: config.publicOrigin,
    mapStyleUrl: config.mapStyleUrl,
  });
  closing.push(() => gateway.close());
  const positions = new Positions(gateway.live);
  const progress = new Progress(gateway.live, now, settled);
  const projection = new Projection({
    db,
    directory,
    networks,
    plans,
    cases,
    positions,
    now,
    progressed: (live) => progress.mark(live),
    touched: (vehicle, from_ms) => replay.touch(vehicle, from_ms),
    failed,
  });
  const publishVehicle = (id: string): void => {
    const running = fleet.find(id);
    if (running && !isRetired(running))
      gateway.live.publish(running.vehicle.municipality, running.vehicle.contractor, {
        type: 'vehicle',
        vehicle: liveVehicle(running),
      });
  };
  cases.use(gateway.live);

  const intake = new Intake({
    directory,
    writer,
    fleet,
    commands,
    connections,
    listening,
    door,
    metrics,
    lateAfter_ms,
    now,
  });
  await wakeFleet({ db, directory, fleet, plans, cases, now_ms: now() });
  let edge: MqttEdge | null = null;
  edge = await startEdge(config, intake, log);
  commands.use(edge, gateway.live);

  metrics.gauge('sweepline_vehicles', 'vehicles that are followed', () => fleet.size);
  metrics.gauge('sweepline_pipeline_waiting_fixes', 'committed fixes that wait for their pipeline', () => fleet.depth);
  metrics.gauge(
    'sweepline_commit_waiting_deliveries',
    'deliveries that wait for the next commit',
    () => writer.waiting,
  );
  metrics.counters('mqtt', () => edge?.counters() ?? {});
  batches.resume();
  drafting.resume();
  void scheduling.all().catch((error: unknown) => log.error({ err: error }, 'recurring plans failed'));
  const recurring = new Recurring(log);
  recurring.every(SECOND_MS, 'clock', () => second({ fleet, plans, cases, progress }, now()));
  recurring.every(MINUTE_MS, 'commands', () => commands.expire());
  const sealing = { db, directory, revisions, plans, progress, grace_ms, now, log };
  recurring.every(SEALING_EVERY_MS, 'sealing', async () => {
    await sealDue(sealing);
    await reviseDue(sealing);
  });
  recurring.every(10 * MINUTE_MS, 'tidying', () => {
    plans.prune();
    cases.prune(now());
  });
  recurring.every(10 * MINUTE_MS, 'recurring plans', () => scheduling.all());
  recurring.every(MINUTE_MS, 'plans that come near', () => changes.near());
  recurring.every(CHAIN_DAYS_CLOSED_EVERY_MS, 'closing of days', () => closeChainDays({ db, directory, now }));
  const { smtpUrl, mailFrom } = config;
  const transport = smtpUrl === null ? null : smtpTransport(smtpUrl, mailFrom!);
  const mailing = new Mailing({ db, transport, origin: config.publicOrigin, now, log });
  metrics.counters('mail', () => mailing.counts);
  recurring.every(MAIL_EVERY_MS, 'e-mail', () => mailing.round());
  recurring.every(MINUTE_MS, 'reminders', () => remindDue(db, now()));
  recurring.every(5 * MINUTE_MS, 'database jobs', () => runJobs(store, now()));

  closing.push(async () => {
    // No more comes in; what came goes through to the database before that closes.
    recurring.close();
    await mailing.close();
    await batches.close();
    await drafting.close();
    await scheduling.close();
    await edge?.close();
    await writer.drained();
    await settled();
    await connections.flushed();
    progress.close();
    positions.close();
  });
  return { http: gateway.url, mqtt: edge.url, close };
}

/** Epoch milliseconds of a municipality's newest fix; 0 where there is none. */
function newestFix(fleet: Fleet, municipality: string): number {
  let newest_ms = 0;
  for (const { vehicle, position } of fleet.all())
    if (vehicle.municipality === municipality && position) newest_ms = Math.max(newest_ms, position.ts_ms);
  return newest_ms;
}

/** @throws Refused `pipeline-behind` where it takes too long. */
function withinPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Refused('pipeline-behind', 'the pipeline is behind what was acknowledged; ask again')),
      PATIENCE_MS,
    );
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}

async function troubleOf(attempt: () => Promise<unknown>): Promise<Trouble | null> {
  try {
    await attempt();
    return null;
  } catch (error) {
    return { trouble: 'not-answering', values: { why: (error as Error).message } };
  }
}
