import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { ConfigError } from './config-error.js';

export const DEFAULT_CONFIG_FILE = 'dbosd.yaml';

export interface ConfigFile {
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
