import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../restate/', import.meta.url);
const INSTALLED = new URL('node_modules/.dbosd-lock', FOLDER);
const BINARY = new URL(
  `node_modules/@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
  FOLDER,
);

export const RESTATE_PROGRAM = new URL('main.mjs', FOLDER);

/**
 * Installs Restate's server and SDK into `bench/restate`, when its lock file has changed: a package of its own, so that
 * nobody downloads it who does not measure next to it. False, having said why, when that fails or this platform has no server.
 */
export async function installRestate(progress: (text: string) => void): Promise<boolean> {
  const wanted = fingerprint();
  if (!existsSync(INSTALLED) || readFileSync(INSTALLED, 'utf8') !== wanted) {
    progress('installing Restate (npm ci in bench/restate)');
    const failure = await install();
    if (failure !== undefined) {
      progress(`Restate was not installed: ${failure}`);
      return false;
    }
    writeFileSync(INSTALLED, wanted);
  }
  if (existsSync(BINARY)) return true;
  progress(`Restate has no server for ${process.platform}-${process.arch}`);
  return false;
}

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(new URL('package-lock.json', FOLDER)));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** Why it failed, if it did. */
async function install(): Promise<string | undefined> {
  const [program, ...args] = npm();
  const child = spawn(
    program,
    [...args, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    {
      cwd: fileURLToPath(FOLDER),
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : said.trim();
  } catch (error) {
    return String(error);
  }
}

/** The npm that started us, else the one on the path. */
function npm(): [string, ...string[]] {
  const started = process.env['npm_execpath'];
  return started !== undefined && basename(started) === 'npm-cli.js' ? [process.execPath, started] : ['npm'];
}
