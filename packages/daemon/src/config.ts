import { isIP } from 'node:net';
import { nearest } from '@dbosd/shared';
import { z } from 'zod';
import { ConfigError } from './config/config-error.js';
import { readConfigFile, type ConfigFile } from './config/config-file.js';
import {
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  variableOf,
  yamlNameOf,
  type Config,
  type Setting,
  type SettingKey,
} from './config/settings.js';

export { ConfigError } from './config/config-error.js';
export type { Config, SettingKey } from './config/settings.js';

/** What a daemon runs with: the settings, with a database. */
export interface DaemonConfig extends Config {
  readonly databaseUrl: string;
}

export interface ConfigSources {
  /** What the command line said: text, or true and false for flags without a value. */
  readonly flags?: Readonly<Partial<Record<SettingKey, string | boolean>>>;
  /** The file named by `--config`. */
  readonly configFile?: string | undefined;
  /** Default: the environment of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where `./dbosd.yaml` is looked for. Default: the working directory of the process. */
  readonly cwd?: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each value came from, in words: `--port`, `DBOSD_PORT`, `dbosd.yaml`, `default`. */
  readonly origins: Readonly<Record<SettingKey, string>>;
}

const CONFIG_VARIABLE = 'DBOSD_CONFIG';
/** Kubernetes gives every pod such variables for a service named "dbosd"; they are not meant for us. */
const KUBERNETES_VARIABLE = /^DBOSD_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP))/;
/** These belong to the test suite, whose daemons inherit them. */
const TEST_VARIABLE = /^DBOSD_TEST_/;

/**
 * Reads the settings: flags before `DBOSD_*` variables before the file before defaults. An empty variable counts as
 * absent. Throws ConfigError at an unknown name (with the one that was probably meant), a wrong value, or a file that
 * cannot be read; the value of a secret is in no message.
 */
export function loadConfig(sources: ConfigSources = {}): LoadedConfig {
  const { flags = {}, environment = process.env, cwd = process.cwd() } = sources;
  const variables = ourVariables(environment);
  const file = readConfigFile(sources.configFile ?? variables.get(CONFIG_VARIABLE), cwd);
  if (file !== undefined) refuseUnknownEntries(file);
  const found = SETTING_KEYS.map((key) => [key, find(key, flags, variables, file)] as const);
  return {
    config: Object.fromEntries(found.map(([key, { value }]) => [key, value])) as unknown as Config,
    origins: Object.fromEntries(found.map(([key, { origin }]) => [key, origin])) as Record<
      SettingKey,
      string
    >,
  };
}

/**
 * The settings for a daemon. Throws ConfigError without a database, or when it would listen beyond loopback without
 * the word that this is meant.
 */
export function daemonConfig(config: Config): DaemonConfig {
  const databaseUrl = requireDatabaseUrl(config);
  if (!config.insecure && !isLoopback(config.host)) {
    throw new ConfigError(
      `host is ${config.host}, which others can reach, and dbosd has no TLS and no tokens yet: ` +
        'listen on 127.0.0.1, or add --insecure if the network keeps strangers out',
    );
  }
  return { ...config, databaseUrl };
}

/** What the variables say about the terminal: those that every program heeds (https://no-color.org, termcap). */
export function terminalVariables(environment: ConfigSources['environment'] = process.env): {
  readonly noColour: boolean;
  readonly isDumb: boolean;
} {
  return { noColour: (environment['NO_COLOR'] ?? '') !== '', isDumb: environment['TERM'] === 'dumb' };
}

/** The database to work on. Throws ConfigError when none is given. */
export function requireDatabaseUrl({ databaseUrl }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new ConfigError(
    `database_url is missing: give ${variableOf('databaseUrl')}, ${flagOf('databaseUrl')} or database_url in ` +
      `dbosd.yaml, ${SETTINGS.databaseUrl.kind.expected}; to try dbosd without a database of your own, run "dbosd dev"`,
  );
}

interface Found {
  readonly value: unknown;
  readonly origin: string;
}

function find(
  key: SettingKey,
  flags: NonNullable<ConfigSources['flags']>,
  variables: ReadonlyMap<string, string>,
  file: ConfigFile | undefined,
): Found {
  const { kind, default: fallback }: Setting = SETTINGS[key];
  const flag = flags[key];
  if (flag !== undefined) {
    return checked(key, typeof flag === 'string' ? kind.fromText(flag) : flag, flagOf(key));
  }
  const variable = variables.get(variableOf(key));
  if (variable !== undefined) return checked(key, kind.fromText(variable), variableOf(key));
  const entry = file?.entries.get(yamlNameOf(key));
  if (file !== undefined && entry !== undefined) return checked(key, entry, file.path);
  return { value: fallback, origin: 'default' };
}

function checked(key: SettingKey, value: unknown, origin: string): Found {
  const { kind, secret }: Setting = SETTINGS[key];
  const result = z.safeParse(kind.schema, value);
  if (result.success) return { value: result.data, origin };
  const shown = secret === true ? 'cannot be used' : `is ${JSON.stringify(value)}`;
  throw new ConfigError(`${yamlNameOf(key)} (from ${origin}) ${shown}: it must be ${kind.expected}`);
}

function ourVariables(
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const known = [...SETTING_KEYS.map(variableOf), CONFIG_VARIABLE];
  const ours = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('DBOSD_') || value === undefined || value === '' || isForOthers(name, value))
      continue;
    if (!known.includes(name)) throw unknownName('the environment variable', name, known);
    ours.set(name, value);
  }
  return ours;
}

function isForOthers(name: string, value: string): boolean {
  return (
    TEST_VARIABLE.test(name) ||
    KUBERNETES_VARIABLE.test(name) ||
    (name === variableOf('port') && /^(tcp|udp):\/\//.test(value))
  );
}

function refuseUnknownEntries({ path, entries }: ConfigFile): void {
  const known = SETTING_KEYS.map(yamlNameOf);
  for (const name of entries.keys()) {
    if (!known.includes(name)) throw unknownName(`in ${path}, the setting`, name, known);
  }
}

function unknownName(what: string, name: string, known: readonly string[]): ConfigError {
  const meant = nearest(name, known);
  const mend = meant === undefined ? 'remove it; docs/configuration.md lists all' : `did you mean ${meant}?`;
  return new ConfigError(`${what} ${name} is unknown: ${mend}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
