import { BlockList, isIP } from 'node:net';
import {
  ConfigError,
  readSettings,
  type ConfigFault,
  type SettingReading,
  type Setup,
} from './config/read-settings.js';
import { SETTINGS, flagOf, variableOf, yamlNameOf, type Config, type SettingKey } from './config/settings.js';

export { ConfigError } from './config/read-settings.js';
export type { ConfigFault, SettingReading } from './config/read-settings.js';
export type { Config, SettingKey } from './config/settings.js';

/** What a daemon runs with: the settings, with a database. */
export interface DaemonConfig extends Config {
  readonly databaseUrl: string;
}

export interface ConfigSources {
  /** The flags of the command line: text, or true and false for flags without a value. */
  readonly flags?: Readonly<Partial<Record<SettingKey, string | boolean>>>;
  /** The file named by `--config`. */
  readonly configFile?: string | undefined;
  /** Default: the environment of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** The folder of `./dbosd.yaml`. Default: the working directory of the process. */
  readonly cwd?: string | undefined;
}

interface LoadedConfig {
  readonly config: Config;
  /** Where each value came from, in words: `--port`, `DBOSD_PORT`, `dbosd.yaml`, `default`. */
  readonly origins: Readonly<Record<SettingKey, string>>;
}

interface ExaminedConfig {
  /** Of every setting. */
  readonly readings: readonly SettingReading[];
  /** What is wrong: unknown names, wrong values, an unreadable file. */
  readonly faults: readonly ConfigFault[];
  /** What keeps a daemon from starting although each value is valid; known only if there are no faults. */
  readonly hindrances: readonly ConfigFault[];
}

/**
 * Reads the settings: flags before `DBOSD_*` variables before the file before defaults. An empty variable counts as
 * absent. Throws ConfigError for an unknown name (with the one that was probably meant), a wrong value, or a file that
 * cannot be read; no message has the value of a secret.
 */
export function loadConfig(sources: ConfigSources = {}): LoadedConfig {
  const { readings, faults } = readSettings(setupOf(sources));
  const [fault] = faults;
  if (fault !== undefined) throw new ConfigError(fault.message, { cause: fault.cause });
  return {
    config: configOf(readings),
    origins: Object.fromEntries(readings.map(({ key, from }) => [key, from])) as LoadedConfig['origins'],
  };
}

/** The value and source of every setting, and everything that is wrong. */
export function examineConfig(sources: ConfigSources = {}): ExaminedConfig {
  const { readings, faults } = readSettings(setupOf(sources));
  // With a wrong value or an unreadable file, the settings are not known.
  const hindrances = faults.length > 0 ? [] : faultsOf(configOf(readings));
  const fromOf = (setting: string): string =>
    readings.find(({ key }) => yamlNameOf(key) === setting)?.from ?? 'default';
  return {
    readings,
    faults,
    hindrances: hindrances.map((fault) => ({ ...fault, from: fromOf(fault.setting) })),
  };
}

/**
 * The settings for a daemon. Throws ConfigError without a database, or when it would listen beyond loopback without
 * `insecure`.
 */
export function daemonConfig(config: Config): DaemonConfig {
  const [fault] = faultsOf(config);
  if (fault !== undefined) throw new ConfigError(fault.message);
  return { ...config, databaseUrl: requireDatabaseUrl(config) };
}

/** What the variables that every program honours say about the terminal (https://no-color.org, termcap). */
export function terminalVariables(environment: ConfigSources['environment'] = process.env): {
  readonly noColour: boolean;
  readonly isDumb: boolean;
} {
  return { noColour: (environment['NO_COLOR'] ?? '') !== '', isDumb: environment['TERM'] === 'dumb' };
}

/** The database to work on. Throws ConfigError when none is given. */
export function requireDatabaseUrl({ databaseUrl }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new ConfigError(NO_DATABASE);
}

const NO_DATABASE =
  `database_url is missing: give ${variableOf('databaseUrl')}, ${flagOf('databaseUrl')} or database_url in ` +
  `dbosd.yaml, ${SETTINGS.databaseUrl.kind.expected}; to try dbosd without a database of your own, run "dbosd dev"`;

interface Hindrance {
  readonly setting: string;
  readonly message: string;
}

/** What keeps a daemon from starting although each setting is valid. */
function faultsOf({ databaseUrl, host, insecure }: Config): Hindrance[] {
  const faults: Hindrance[] = [];
  if (databaseUrl === undefined) {
    faults.push({ setting: yamlNameOf('databaseUrl'), message: NO_DATABASE });
  }
  if (!insecure && !isLoopback(host)) {
    faults.push({
      setting: yamlNameOf('host'),
      message:
        `host is ${host}, which others can reach, and dbosd has no TLS and no tokens yet: ` +
        'listen on 127.0.0.1, or add --insecure if the network keeps strangers out',
    });
  }
  return faults;
}

function setupOf({
  flags = {},
  configFile,
  environment = process.env,
  cwd = process.cwd(),
}: ConfigSources): Setup {
  return { flags, configFile, environment, cwd };
}

/** A wrong value is replaced by the default. */
function configOf(readings: readonly SettingReading[]): Config {
  return Object.fromEntries(readings.map(({ key, value }) => [key, value])) as unknown as Config;
}

/** In every spelling, an IPv4 address inside an IPv6 one included. */
function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return /^(.*\.)?localhost\.?$/i.test(host);
  return LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
