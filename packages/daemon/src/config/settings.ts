import { DEFAULT_MAX_PAYLOAD_BYTES, HIGHEST_MAX_PAYLOAD_BYTES } from '@dbosd/shared';
import { addresses, integer, listenAddress, oneOf, postgresUrl, words, yesOrNo, type Kind } from './kinds.js';

/**
 * The commands that take settings; `client` means all that ask a daemon as clients do (docs/cli.md), `config` those about the
 * settings themselves, which take every setting.
 */
export type Command = 'dev' | 'serve' | 'migrate' | 'health' | 'doctor' | 'client' | 'config';

/** The types that values of settings may have. */
export type SettingValue = string | number | boolean | readonly string[];

export interface Setting<
  T extends SettingValue = SettingValue,
  Default extends T | undefined = T | undefined,
> {
  readonly kind: Kind<T>;
  readonly default: Default;
  /** Of a number. */
  readonly unit?: string;
  readonly description: string;
  /** Never shown: not in messages, not in logs. */
  readonly secret?: true;
  /** The commands that take it as a flag. Variables and the file may always have it: all commands share them. */
  readonly commands: readonly Command[];
}

const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

const DAEMON = ['dev', 'serve'] as const;

/**
 * Every setting of the daemon. The names follow from the key: `maxPayloadBytes` is `--max-payload-bytes`,
 * `DBOSD_MAX_PAYLOAD_BYTES` and `max_payload_bytes:` in the file. docs/configuration.md is generated from here.
 */
export const SETTINGS = {
  databaseUrl: setting({
    kind: postgresUrl,
    default: undefined,
    description:
      'The DBOS system database. It may name several hosts, like `h1:5432,h2:5432`: the first that takes writes is used, whatever `target_session_attrs` says. On the command line every user of the machine can read it: prefer the variable or the file.',
    secret: true,
    commands: ['serve', 'migrate', 'doctor'],
  }),
  listenUrl: setting({
    kind: postgresUrl,
    default: undefined,
    description:
      'A direct connection to the same database, for LISTEN and for migrations, where `database_url` leads through a transaction pooler.',
    secret: true,
    commands: ['serve', 'migrate', 'doctor'],
  }),
  dbosSchema: setting({
    kind: words('name'),
    default: 'dbos',
    description:
      'The schema with the tables of DBOS. The tables of dbosd itself are next to it, in `dbosd` (`dbosd_<schema>` for another schema).',
    commands: [...DAEMON, 'migrate', 'doctor'],
  }),
  host: setting({
    kind: listenAddress,
    default: '127.0.0.1',
    description:
      'The address to listen on, which is also the one that `dbosd health` asks. An address other than loopback needs `insecure`.',
    commands: [...DAEMON, 'health', 'doctor'],
  }),
  port: setting({
    kind: integer(0, 65_535),
    default: 50_051,
    description:
      'The port to listen on, which is also the one that `dbosd health` asks; 0 takes a free one, which the ready line names.',
    commands: [...DAEMON, 'health', 'doctor'],
  }),
  address: setting({
    kind: addresses,
    default: undefined,
    description:
      'The daemon that commands ask, or several, of which one is chosen at random. Absent: the address where a daemon with this configuration listens (`host` and `port`).',
    commands: ['client'],
  }),
  insecure: setting({
    kind: yesOrNo,
    default: false,
    description:
      'Allows listening beyond loopback. Every program that reaches the port can then read and write: there is no TLS and there are no tokens yet.',
    commands: DAEMON,
  }),
  maxPayloadBytes: setting({
    kind: integer(1024, HIGHEST_MAX_PAYLOAD_BYTES),
    default: DEFAULT_MAX_PAYLOAD_BYTES,
    unit: 'bytes',
    description:
      'The largest payload that is accepted. The bound keeps answers below the 4 MiB that gRPC clients receive.',
    commands: DAEMON,
  }),
  maxConnections: setting({
    kind: integer(1, 1_000_000),
    default: 10_000,
    unit: 'connections',
    description:
      'How many callers may be connected at once; more are refused, and the log says so once a minute. A client and a worker have one connection each, and two for a moment when they move to another daemon.',
    commands: DAEMON,
  }),
  requestTimeoutMs: setting({
    kind: integer(1000, 3_600_000),
    default: 60_000,
    unit: 'ms',
    description:
      'How long a caller may take to begin HTTP/2 after it has connected, and to send a whole request.',
    commands: DAEMON,
  }),
  idleTimeoutMs: setting({
    kind: integer(1000, 86_400_000),
    default: 900_000,
    unit: 'ms',
    description:
      'How long a connection may stay open without a call. Sessions, workers and waits are calls: a connection with one of them is never idle.',
    commands: DAEMON,
  }),
  maxOutputBytes: setting({
    kind: integer(1024 * 1024, 2 ** 40),
    default: DEFAULT_MAX_OUTPUT_BYTES,
    unit: 'bytes',
    description:
      'How much the daemon holds at most, for all callers together, of answers that they have not taken. At that mark it reads nothing more for callers that already have something to take.',
    commands: DAEMON,
  }),
  outputTimeoutMs: setting({
    kind: integer(1000, 3_600_000),
    default: 60_000,
    unit: 'ms',
    description: 'How long a caller may leave its answers untaken before its call or session is ended.',
    commands: DAEMON,
  }),
  notify: setting({
    kind: oneOf('auto', 'off'),
    default: 'auto',
    description:
      'Whether LISTEN and NOTIFY are used. `off` is for databases and poolers without them: everything works, but waits end only by the sweep.',
    commands: [...DAEMON, 'migrate', 'doctor'],
  }),
  ownIndexes: setting({
    kind: oneOf('auto', 'off'),
    default: 'auto',
    description:
      'Whether dbosd builds its own indexes, named `dbosd_…`, on the tables of DBOS: in the background, concurrently, and not where the role may not. `off` builds none and uses those that are there. Only speed depends on them.',
    commands: [...DAEMON, 'migrate', 'doctor'],
  }),
  sweepIntervalMs: setting({
    kind: integer(50, 60_000),
    default: 500,
    unit: 'ms',
    description:
      'How often one statement checks, for all waiters, what is not announced, such as the end of a workflow.',
    commands: DAEMON,
  }),
  valueSweepIntervalMs: setting({
    kind: integer(500, 600_000),
    default: 10_000,
    unit: 'ms',
    description:
      'How often that sweep also checks messages, events and streams while LISTEN works. Without LISTEN they are part of every sweep.',
    commands: DAEMON,
  }),
  writePoolSize: setting({
    kind: integer(1, 100),
    default: 8,
    unit: 'connections',
    description:
      'Connections that write. Reads and the listener have their own, so that waiting never starves writing.',
    commands: [...DAEMON, 'doctor'],
  }),
  readPoolSize: setting({
    kind: integer(1, 100),
    default: 8,
    unit: 'connections',
    description: 'Connections that read.',
    commands: [...DAEMON, 'doctor'],
  }),
  namedStatements: setting({
    kind: yesOrNo,
    default: true,
    description:
      'Prepares hot statements once per connection. Turn it off behind a transaction pooler that does not support it.',
    commands: [...DAEMON, 'doctor'],
  }),
  allowAsyncCommit: setting({
    kind: yesOrNo,
    default: false,
    description:
      'Starts although the server may lose what it has committed (`synchronous_commit` below `on` that cannot be raised, or `fsync = off`).',
    commands: [...DAEMON, 'doctor'],
  }),
  legacyInputs: setting({
    kind: yesOrNo,
    default: false,
    description:
      'Writes the input of a new workflow a second time, where SDKs of schema versions 107 and 108 read it.',
    commands: DAEMON,
  }),
  drainTimeoutMs: setting({
    kind: integer(0, 3_600_000),
    default: 20_000,
    unit: 'ms',
    description:
      'How long stopping may take after SIGTERM or SIGINT, even if calls still wait; calls in flight have all of it but the last 2 s (the first half, if it is shorter than 4 s). Keep it below the grace period of your supervisor.',
    commands: DAEMON,
  }),
  logLevel: setting({
    kind: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    description:
      'What is logged, to stderr. Payloads and secrets never are. From `debug` on, errors carry their stacks.',
    commands: DAEMON,
  }),
  logFormat: setting({
    kind: oneOf('auto', 'json', 'text'),
    default: 'auto',
    description:
      'One JSON object a line, or text for people; `auto` is text on a terminal and JSON elsewhere.',
    commands: DAEMON,
  }),
  reflection: setting({
    kind: yesOrNo,
    default: true,
    description: 'Answers gRPC reflection, so that tools like grpcurl know the contract.',
    commands: DAEMON,
  }),
  dataDir: setting({
    kind: words('folder'),
    default: '.dbosd',
    description: 'Where `dbosd dev` keeps the data of its Postgres.',
    commands: ['dev'],
  }),
  postgresPort: setting({
    kind: integer(0, 65_535),
    default: 0,
    description:
      'The port of the Postgres that `dbosd dev` runs, so that DBOS applications find it again; 0 takes a free one at each start.',
    commands: ['dev'],
  }),
} as const;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

/** The settings that a command takes as flags; those about the settings themselves take all. */
export function settingsOf(command: Command): readonly SettingKey[] {
  return command === 'config'
    ? SETTING_KEYS
    : SETTING_KEYS.filter((key) => SETTINGS[key].commands.includes(command));
}

/** The value of every setting. */
export type Config = {
  readonly [Key in SettingKey]: (typeof SETTINGS)[Key] extends {
    kind: Kind<infer T>;
    default: infer Default;
  }
    ? T | (undefined extends Default ? undefined : never)
    : never;
};

/** `maxPayloadBytes` → `--max-payload-bytes` */
export function flagOf(key: SettingKey): string {
  return `--${separated(key, '-')}`;
}

/** `maxPayloadBytes` → `DBOSD_MAX_PAYLOAD_BYTES` */
export function variableOf(key: SettingKey): string {
  return `DBOSD_${separated(key, '_').toUpperCase()}`;
}

/** `maxPayloadBytes` → `max_payload_bytes` */
export function yamlNameOf(key: SettingKey): string {
  return separated(key, '_');
}

function separated(key: string, separator: string): string {
  return key.replaceAll(/[A-Z]/g, (capital) => separator + capital.toLowerCase());
}

/** Lets the compiler see the types of one setting. */
function setting<T extends SettingValue, const Default extends T | undefined>(
  definition: Setting<T, Default>,
): Setting<T, Default> {
  return definition;
}
