import { isAbsolute, resolve } from 'node:path';

/** Everything that can be set from outside, parsed once at start and handed on as arguments. */
export interface Config {
  readonly httpHost: string;
  readonly httpPort: number;
  readonly mqttHost: string;
  readonly mqttPort: number;
  readonly mqttsPort: number | null;
  readonly tlsCertFile: string | null;
  readonly tlsKeyFile: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly mqttUrl: string | null;
  readonly mqttClientId: string;
  readonly mqttDynamicSecurity: boolean;
  readonly mqttPublicUrl: string | null;
  readonly mqttCaFile: string | null;
  readonly adminPassword: string | null;
  readonly metricsToken: string | null;
  readonly publicOrigin: string | null;
  readonly mapStyleUrl: string | null;
  readonly acceptBacklogDays: number;
  readonly lateEvidenceHours: number;
  readonly sealGraceMinutes: number;
  readonly scheduleAheadDays: number;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly logLevel: string;
}

interface Setting<Value> {
  readonly about: string;
  /** Shown in the documentation; `null` where the setting is absent by default. */
  readonly fallback: string | null;
  /** @throws Error saying what was expected; never repeats the value, which may be a secret. */
  readonly read: (text: string) => Value;
}

const text: (text: string) => string = (value) => value;

const wholeNumber =
  (least: number, most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new Error(`expected a whole number from ${least} to ${most}`);
    return number;
  };

const url =
  (...protocols: readonly string[]) =>
  (value: string): string => {
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      throw new Error(`expected an address beginning with ${protocols.map((name) => `${name}//`).join(' or ')}`);
    return value;
  };

const oneOf =
  (...words: readonly string[]) =>
  (value: string): string => {
    if (!words.includes(value)) throw new Error(`expected one of ${words.join(', ')}`);
    return value;
  };

const atLeast =
  (length: number) =>
  (value: string): string => {
    if (value.length < length) throw new Error(`expected at least ${length} characters`);
    return value;
  };

const sender = (value: string): string => {
  if (!/^([^<>@\r\n]+ <)?[^\s<>@]+@[^\s<>@]+>?$/.test(value))
    throw new Error('expected an e-mail address, or a name with one in angle brackets');
  return value;
};

/** The table of settings by their name in the environment. `docs/operating.md` lists the same; a test holds the two equal. */
export const SETTINGS = {
  HTTP_HOST: { about: 'address the HTTP server binds', fallback: '127.0.0.1', read: text },
  HTTP_PORT: { about: 'its port; 0 takes a free one', fallback: '8080', read: wholeNumber(0, 65_535) },
  MQTT_HOST: { about: 'address the embedded broker binds', fallback: '127.0.0.1', read: text },
  MQTT_PORT: { about: 'its port; 0 takes a free one', fallback: '1883', read: wholeNumber(0, 65_535) },
  MQTTS_PORT: {
    about: 'its TLS port; needs TLS_CERT_FILE and TLS_KEY_FILE',
    fallback: null,
    read: wholeNumber(0, 65_535),
  },
  TLS_CERT_FILE: { about: 'certificate chain, PEM', fallback: null, read: text },
  TLS_KEY_FILE: { about: 'private key, PEM', fallback: null, read: text },
  DATA_DIR: { about: 'folder of all state of this installation', fallback: './data', read: text },
  DATABASE_URL: {
    about: 'PostgreSQL or TimescaleDB server; absent: embedded TimescaleDB under DATA_DIR',
    fallback: null,
    read: url('postgres:', 'postgresql:'),
  },
  MQTT_URL: {
    about: "outside broker with the dynamic-security administrator's name and password; absent: embedded broker",
    fallback: null,
    read: url('mqtt:', 'mqtts:'),
  },
  MQTT_CLIENT_ID: {
    about: 'fixed client id of the persistent session at the outside broker',
    fallback: 'sweepline',
    read: text,
  },
  MQTT_DYNAMIC_SECURITY: {
    about: 'on or off: whether devices and their rights are written into the outside broker (Mosquitto)',
    fallback: 'on',
    read: oneOf('on', 'off'),
  },
  MQTT_PUBLIC_URL: {
    about: 'address devices are told, where it is not MQTT_URL',
    fallback: null,
    read: url('mqtt:', 'mqtts:'),
  },
  MQTT_CA_FILE: { about: 'certificates the outside broker is checked against, PEM', fallback: null, read: text },
  ADMIN_PASSWORD: {
    about: 'password that the first start gives `admin`; absent: generated into DATA_DIR/admin-password',
    fallback: null,
    read: atLeast(10),
  },
  METRICS_TOKEN: {
    about: 'bearer token for /metrics from other machines; absent: loopback only',
    fallback: null,
    read: atLeast(16),
  },
  PUBLIC_ORIGIN: {
    about: 'origin under which a proxy serves this service, as https://sweep.example.org; links in e-mails begin so',
    fallback: null,
    read: url('http:', 'https:'),
  },
  MAP_STYLE_URL: {
    about: 'outside MapLibre style under the streets; absent: drawn from the imported network alone',
    fallback: null,
    read: url('http:', 'https:'),
  },
  ACCEPT_BACKLOG_DAYS: {
    about: 'fixes older than this are refused as too-old',
    fallback: '30',
    read: wholeNumber(1, 3_650),
  },
  LATE_EVIDENCE_HOURS: {
    about: 'a fix received later than this after its instant counts only in an accepted revision',
    fallback: '24',
    read: wholeNumber(1, 8_760),
  },
  SEAL_GRACE_MINUTES: {
    about: "time between the end of an assignment's window and its sealing",
    fallback: '1440',
    read: wholeNumber(1, 100_000),
  },
  SCHEDULE_AHEAD_DAYS: {
    about: 'local days for which recurring plans make their assignments ahead, today included',
    fallback: '14',
    read: wholeNumber(1, 92),
  },
  SMTP_URL: {
    about:
      'mail server for notices, as smtp://user:password@mail.example.org:587; absent: notices stand in the interface alone',
    fallback: null,
    read: url('smtp:', 'smtps:'),
  },
  MAIL_FROM: {
    about: 'sender of notices, as Sweepline <sweepline@example.org>; needed with SMTP_URL',
    fallback: null,
    read: sender,
  },
  LOG_LEVEL: {
    about: 'fatal, error, warn, info, debug or trace',
    fallback: 'info',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;
type Values = {
  [Name in SettingName]:
    ReturnType<(typeof SETTINGS)[Name]['read']> | ((typeof SETTINGS)[Name]['fallback'] extends null ? null : never);
};

/** Names every wrong setting at once. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** @throws ConfigError naming all wrong settings, without their values. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, workingDir: string): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting<unknown>][]) {
    const given = environment[name] === '' ? undefined : environment[name];
    const chosen = given ?? setting.fallback;
    try {
      values[name] = chosen === null ? null : setting.read(chosen);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    }
  }
  const set = values as Values;
  if (set.MQTTS_PORT !== null && set.MQTTS_PORT !== undefined && !(set.TLS_CERT_FILE && set.TLS_KEY_FILE)) {
    problems.push('MQTTS_PORT: needs TLS_CERT_FILE and TLS_KEY_FILE');
  }
  if (set.SMTP_URL && !set.MAIL_FROM) problems.push('SMTP_URL: needs MAIL_FROM');
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    httpHost: set.HTTP_HOST,
    httpPort: set.HTTP_PORT,
    mqttHost: set.MQTT_HOST,
    mqttPort: set.MQTT_PORT,
    mqttsPort: set.MQTTS_PORT,
    tlsCertFile: set.TLS_CERT_FILE,
    tlsKeyFile: set.TLS_KEY_FILE,
    dataDir: isAbsolute(set.DATA_DIR) ? set.DATA_DIR : resolve(workingDir, set.DATA_DIR),
    databaseUrl: set.DATABASE_URL,
    mqttUrl: set.MQTT_URL,
    mqttClientId: set.MQTT_CLIENT_ID,
    mqttDynamicSecurity: set.MQTT_DYNAMIC_SECURITY === 'on',
    mqttPublicUrl: set.MQTT_PUBLIC_URL,
    mqttCaFile: set.MQTT_CA_FILE,
    adminPassword: set.ADMIN_PASSWORD,
    metricsToken: set.METRICS_TOKEN,
    publicOrigin: set.PUBLIC_ORIGIN,
    mapStyleUrl: set.MAP_STYLE_URL,
    acceptBacklogDays: set.ACCEPT_BACKLOG_DAYS,
    lateEvidenceHours: set.LATE_EVIDENCE_HOURS,
    sealGraceMinutes: set.SEAL_GRACE_MINUTES,
    scheduleAheadDays: set.SCHEDULE_AHEAD_DAYS,
    smtpUrl: set.SMTP_URL,
    mailFrom: set.MAIL_FROM,
    logLevel: set.LOG_LEVEL,
  };
}
