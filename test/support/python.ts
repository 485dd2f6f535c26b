import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from './not-run.js';
import { workspacePath } from './workspace.js';

const execute = promisify(execFile);

/** What the pinned grpcio needs, and what makes an environment. Prints what an environment is bound to. */
const PROBE = `
import ensurepip, platform, sys, venv
if sys.version_info < (3, 10): sys.exit("too old")
print(sys.version, sys.base_prefix, platform.platform())`;

/** A Python 3.10 or newer that can make virtual environments. */
export interface Python {
  readonly path: string;
  /** Differs between Pythons that cannot share an environment. */
  readonly identity: string;
}

/** Looks for one on the path. Undefined: there is none, or it lacks the venv module. */
export function findPython(): Python | undefined {
  const path = findTool('python3');
  if (path === undefined) return undefined;
  const probe = spawnSync(path, ['-c', PROBE], { encoding: 'utf8' });
  return probe.status === 0 ? { path, identity: probe.stdout } : undefined;
}

/** Those of the client, and those that its test needs besides. The second names the first. */
const REQUIREMENTS = ['clients/python/requirements.txt', 'test/support/requirements.txt'].map((path) =>
  workspacePath(path),
);

/**
 * The folder with the programs (`python`, `protoc`) of a virtual environment that has the pinned packages. Made once
 * for each content of their lists (about 10 s) below .venv, and used by every later run.
 */
export async function pythonEnvironment(python: Python): Promise<string> {
  const hash = createHash('sha256').update(python.identity);
  for (const list of REQUIREMENTS) hash.update(readFileSync(list));
  const folder = workspacePath(`.venv/${hash.digest('hex').slice(0, 16)}`);
  const programs = join(folder, 'bin');
  if (existsSync(programs)) return programs;
  await mkdir(workspacePath('.venv'), { recursive: true });
  const making = await mkdtemp(workspacePath('.venv/making-'));
  try {
    await execute(python.path, ['-m', 'venv', making]);
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--only-binary', ':all:'];
    const wanted = ['-r', workspacePath('test/support/requirements.txt')];
    await execute(join(making, 'bin', 'python'), ['-m', 'pip', 'install', ...options, ...wanted]);
    await moveInto(making, folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return programs;
}

/** Another process may have made the same environment meanwhile: then that one is used. */
async function moveInto(making: string, folder: string): Promise<void> {
  try {
    await rename(making, folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
