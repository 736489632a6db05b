import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { OPERATIONS, type Operation } from '@sweepline/contract';
import { runFleet, type Load } from './publish/fleet-run.ts';
import { asRecorded, hastened } from './publish/timeline.ts';
import { idOf, readRecording } from './replay/recording.ts';
import { streetsOf } from './replay/streets.ts';
import { inParallel, secretOf } from './service/devices.ts';
import { signIn, type Rest } from './service/rest.ts';
import { GEOJSON } from './service/set-up.ts';
import { readPassword, readText, runCommand } from './terminal/command.ts';

interface Options {
  readonly rebase?: 'now';
  readonly speed: number;
  readonly municipality: string;
  readonly streets?: string;
  readonly timezone: string;
  readonly drivesOn: 'right' | 'left';
  readonly operation: Operation;
  readonly device?: string;
  readonly http: string;
  readonly mqtt: string;
  readonly ca?: string;
  readonly login: string;
  readonly passwordFile: string;
  readonly batch: number;
}

/** The service refuses what is older unless `ACCEPT_BACKLOG_DAYS` says otherwise. */
const ACCEPTED_DAYS = 30;
const DAY_MS = 86_400_000;

function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw new InvalidArgumentError('expected a number of at least 1');
  return value;
}

const program = new Command('replay')
  .description(
    'Publishes a recorded track over MQTT. The spacing of ts is never changed, and no ts is ever ahead of the clock.',
  )
  .addArgument(new Argument('<file>', 'CSV with a head line, JSON lines, or a JSON array: device, time, lat, lon, …'))
  .addOption(new Option('--rebase <when>', 'put the last fix at the moment of its own publication').choices(['now']))
  .option('--speed <factor>', 'publish this many times as fast as it was recorded', atLeastOne, 1)
  .option('--municipality <id>', 'where the vehicles belong', 'replay')
  .option(
    '--streets <file>',
    'make the municipality with these streets (GeoJSON); without it the municipality must be there',
  )
  .option('--timezone <zone>', "the made municipality's time zone", 'UTC')
  .addOption(new Option('--drives-on <side>', 'in the made municipality').choices(['right', 'left']).default('right'))
  .addOption(new Option('--operation <operation>', 'what the vehicles do').choices(OPERATIONS).default('plough'))
  .option('--device <id>', 'name of the vehicle where the file has none')
  .option('--http <url>', 'the service', 'http://127.0.0.1:8080')
  .option('--mqtt <url>', 'the broker', 'mqtt://127.0.0.1:1883')
  .option('--ca <file>', "certificate authority of a mqtts broker's certificate")
  .option('--login <login>', 'an administrator', 'admin')
  .option('--password-file <file>', 'its password, unless SWEEPLINE_PASSWORD has it', 'data/admin-password')
  .option('--batch <fixes>', 'fixes of one message when many are due', atLeastOne, 200);

async function makeMunicipality(rest: Rest, options: Options, streets: unknown): Promise<void> {
  const { municipality: m, timezone, drivesOn } = options;
  await rest.put(`/municipalities/${m}`, { name: m, timezone, locale: 'en', drivesOn });
  const { edges, warnings } = await rest.put<{ edges: number; warnings?: unknown[] }>(
    `/municipalities/${m}/network`,
    streets,
    GEOJSON,
  );
  process.stderr.write(`${m}: ${edges} edges, ${warnings?.length ?? 0} warnings\n`);
}

async function replay(file: string, options: Options, signal: AbortSignal): Promise<void> {
  const recording = readRecording(readText(file), file, options.device);
  const streets = options.streets === undefined ? undefined : streetsOf(readText(options.streets), options.streets);
  const rest = await signIn(options.http, options.login, readPassword(options.passwordFile));
  if (streets !== undefined) await makeMunicipality(rest, options, streets);
  const { municipality: m, operation } = options;
  const contractor = `${m}-recorded`;
  await rest.put(`/contractors/${contractor}`, { name: contractor, municipality: m });
  const loads: Load[] = [];
  await inParallel([...recording.tracks], async ([name, fixes]) => {
    const id = idOf(m, name);
    await rest.put(`/vehicles/${id}`, {
      plate: name.slice(0, 32),
      municipality: m,
      contractor,
      operations: [operation],
      gearSensors: [],
    });
    const secret = await secretOf(rest, id, id);
    const items = fixes.map(({ ts_ms, lat, lon, fields }) => {
      const at_ms = ts_ms - recording.first_ms;
      return { at_ms, ts_ms: at_ms, leaf: 'telemetry' as const, body: { lat, lon, ...fields } };
    });
    loads.push({ device: id, secret, interval_s: null, items });
  });
  const { first_ms, last_ms, skipped, tracks } = recording;
  process.stderr.write(
    `${file}: ${tracks.size} vehicles, ${new Date(first_ms).toISOString()} to ${new Date(last_ms).toISOString()}, ${skipped} lines left out\n`,
  );
  const now_ms = Date.now();
  if (options.rebase === undefined && now_ms - first_ms > ACCEPTED_DAYS * DAY_MS) {
    process.stderr.write(
      `older than ${ACCEPTED_DAYS} days: the service refuses such fixes unless ACCEPT_BACKLOG_DAYS allows them; --rebase now moves them\n`,
    );
  }
  const timeline =
    options.rebase === 'now'
      ? hastened(now_ms, last_ms - first_ms, options.speed)
      : asRecorded(now_ms, first_ms, options.speed);
  const broker = { url: options.mqtt, ...(options.ca === undefined ? {} : { caFile: options.ca }) };
  const figures = await runFleet(loads, { broker, municipality: m, timeline, batch: options.batch, signal });
  process.stderr.write(`${figures.sent} fixes acknowledged\n`);
}

program.parse();
await runCommand((signal) => replay(program.args[0]!, program.opts<Options>(), signal));
