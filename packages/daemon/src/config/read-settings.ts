import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from '@dbosd/shared';
import {
  flagOf,
  type Setting,
  SETTING_KEYS,
  type SettingKey,
  SETTINGS,
  variableOf,
  yamlNameOf,
} from './settings.js';

/** The sources of settings. */
export interface Setup {
  readonly flags: Readonly<Partial<Record<SettingKey, string | boolean>>>;
  readonly configFile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The value of one setting: checked, and of the type that the table of settings says. */
export interface SettingReading {
  readonly key: SettingKey;
  readonly value: unknown;
  readonly source: 'flag' | 'variable' | 'file' | 'default';
  /** The source in words: `--port`, `DBOSD_PORT`, `dbosd.yaml`, `default`. */
  readonly from: string;
}

/** Something that is wrong. */
export interface ConfigFault {
  /** As it is named in the file, or where its name is unknown, as it was found. Absent: the file itself. */
  readonly setting?: string;
  /** Where it was found: a flag, a variable, a file. */
  readonly from: string;
  /** One line that names the setting, where it came from, and the fix; never the value of a secret. */
  readonly message: string;
  readonly cause?: unknown;
}

const OUR_PREFIX = 'DBOSD_';
const CONFIG_VARIABLE = 'DBOSD_CONFIG';
/** Kubernetes gives every pod such variables for a service named "dbosd"; they are not for dbosd. */
const KUBERNETES_VARIABLE = /^DBOSD_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP))/;
/** These belong to the test suite, whose daemons inherit them. */
const TEST_VARIABLE = /^DBOSD_TEST_/;

/**
 * Reads every setting, and reports everything that is wrong: unknown names (with the one that was probably meant), wrong values
 * (the default is used instead), a file that cannot be read (as if there were none).
 */
export function readSettings(setup: Setup): {
  readonly readings: readonly SettingReading[];
  readonly faults: readonly ConfigFault[];
} {
  const faults: ConfigFault[] = [];
  const variables = ourVariables(setup.environment, faults);
  const file = fileOf(setup, variables, faults);
  const readings = SETTING_KEYS.map((key) => {
    const found = checked(key, find(key, setup.flags, variables, file));
    if (!('message' in found)) return found;
    faults.push(found);
    return fallbackOf(key);
  });
  return { readings, faults };
}

function ourVariables(environment: Setup['environment'], faults: ConfigFault[]): ReadonlyMap<string, string> {
  const known = [...SETTING_KEYS.map(variableOf), CONFIG_VARIABLE];
  const ours = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(OUR_PREFIX) || value === undefined || value === '' || isForOthers(name, value))
      continue;
    if (known.includes(name)) ours.set(name, value);
    else {
      const message = unknownName('the environment variable', name, known);
      faults.push({ setting: name, from: 'the environment', message });
    }
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

function fileOf(
  { configFile, cwd }: Setup,
  variables: ReadonlyMap<string, string>,
  faults: ConfigFault[],
): ConfigFile | undefined {
  const named = configFile ?? variables.get(CONFIG_VARIABLE);
  try {
    const file = readConfigFile(named, cwd);
    if (file !== undefined) faults.push(...unknownEntries(file));
    return file;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push({ from: named ?? 'dbosd.yaml', message: error.message, cause: error.cause });
    return undefined;
  }
}

function unknownEntries({ path, entries }: ConfigFile): ConfigFault[] {
  const known = SETTING_KEYS.map(yamlNameOf);
  return [...entries.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      setting: name,
      from: path,
      message: unknownName(`in ${path}, the setting`, name, known),
    }));
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  // The common prefix says nothing about how alike two names are.
  const prefix = known.every((each) => each.startsWith(OUR_PREFIX)) ? OUR_PREFIX : '';
  const found = nearest(
    name.slice(prefix.length),
    known.map((each) => each.slice(prefix.length)),
  );
  const meant = found === undefined ? undefined : prefix + found;
  const fix = meant === undefined ? 'remove it; docs/configuration.md lists all' : `did you mean ${meant}?`;
  return `${what} ${name} is unknown: ${fix}`;
}

function find(
  key: SettingKey,
  flags: Setup['flags'],
  variables: ReadonlyMap<string, string>,
  file: ConfigFile | undefined,
): SettingReading {
  const { kind }: Setting = SETTINGS[key];
  const flag = flags[key];
  if (flag !== undefined) {
    const value = typeof flag === 'string' ? kind.fromText(flag) : flag;
    const said = flag === false ? flagOf(key).replace(/^--/, '--no-') : flagOf(key);
    return { key, value, source: 'flag', from: said };
  }
  const variable = variables.get(variableOf(key));
  if (variable !== undefined) {
    return { key, value: kind.fromText(variable), source: 'variable', from: variableOf(key) };
  }
  const entry = file?.entries.get(yamlNameOf(key));
  if (file !== undefined && entry !== undefined)
    return { key, value: entry, source: 'file', from: file.path };
  return fallbackOf(key);
}

function fallbackOf(key: SettingKey): SettingReading {
  return { key, value: SETTINGS[key].default, source: 'default', from: 'default' };
}

function checked(key: SettingKey, reading: SettingReading): SettingReading | ConfigFault {
  if (reading.source === 'default') return reading;
  const { value, from } = reading;
  const { kind, secret }: Setting = SETTINGS[key];
  const result = z.safeParse(kind.schema, value);
  if (result.success) return { ...reading, value: result.data };
  const setting = yamlNameOf(key);
  const shown = secret === true ? 'cannot be used' : `is ${JSON.stringify(value)}`;
  const advice = kind.advice?.(value);
  const fix = `it must be ${kind.expected}${advice === undefined ? '' : `; ${advice}`}`;
  return { setting, from, message: `${setting} (from ${from}) ${shown}: ${fix}` };
}

const DEFAULT_CONFIG_FILE = 'dbosd.yaml';

interface ConfigFile {
  /** As it was named. */
  readonly path: string;
  /** Its entries by name, not checked yet. */
  readonly entries: ReadonlyMap<string, unknown>;
}

/**
 * Reads the configuration file: `named` must exist, `./dbosd.yaml` may. An empty file has no entries.
 * Throws ConfigError when it cannot be read or is not a YAML mapping of names.
 */
export function readConfigFile(named: string | undefined, cwd: string): ConfigFile | undefined {
  const path = named ?? DEFAULT_CONFIG_FILE;
  const absolute = resolve(cwd, path);
  if (named === undefined && !existsSync(absolute)) return undefined;
  return { path, entries: parse(path, read(named, absolute)) };
}

function read(named: string | undefined, absolute: string): string {
  try {
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new ConfigError(
      named === undefined
        ? `${DEFAULT_CONFIG_FILE} in the working directory cannot be read (${code}): make it a file that dbosd may read, or remove it`
        : `the configuration file ${named} cannot be read (${code}): check the path given by --config or DBOSD_CONFIG, and that dbosd may read it`,
      { cause },
    );
  }
}

function parse(path: string, text: string): ReadonlyMap<string, unknown> {
  const lines = new LineCounter();
  // Messages that quote the text would show secrets.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new ConfigError(
      `${path}, line ${String(line)}: this is not valid YAML (${error.code}): correct it`,
    );
  }
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return new Map();
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigError(`${path} must hold one "name: value" a line, such as "port: 50051"`);
  }
  return new Map(Object.entries(content));
}

/** The configuration cannot be used. `message` names the setting, where it came from, and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
