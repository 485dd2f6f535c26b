import { accessSync, appendFileSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Says that a suite, or part of one, cannot run here because a tool is missing. `npm test` then prints
 * `not run: SUITE: TOOL missing` before its closing line and counts one skipped. Call it in place of
 * `describe`, since pending tests are forbidden:
 *
 *     if (findTool('python3') === undefined) announceMissing('interop', 'python3');
 *     else describe('the Python client', () => { … });
 */
export function announceMissing(suite: string, tool: string): void {
  const line = `not run: ${suite}: ${tool} missing`;
  const file = process.env['DBOSD_TEST_NOT_RUN'];
  if (file === undefined) console.log(line);
  else appendFileSync(file, `${line}\n`);
}

/** The absolute path of a program on the path, or undefined. */
export function findTool(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
