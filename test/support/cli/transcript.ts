import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { workspacePath } from '../workspace.js';
import { runCli, type CliOptions, type CliRun } from './run-cli.js';

/** One command of a transcript: the words behind `dbosd`, as a shell has them (single quotes keep words together). */
export type Line = string | readonly [line: string, options: CliOptions];

/** Two cores: commands that do not build on each other run so many at a time. */
const AT_A_TIME = 3;

/**
 * Runs the commands, one after the other unless `isReading`, and compares all that they say with `test/e2e/cli/golden/<name>.txt`.
 * DBOSD_TEST_GOLDEN=write writes the file anew: read the difference before it is committed.
 */
export async function expectTranscript(
  name: string,
  env: Record<string, string>,
  lines: readonly Line[],
  { isReading = false } = {},
): Promise<void> {
  const parts: string[] = [];
  const waiting = [...lines.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, line] = next;
      const [text, options] = typeof line === 'string' ? [line, {}] : line;
      const run = await runCli(wordsOf(text), { ...options, env: { ...env, ...options.env } });
      parts[at] = transcriptOf(text, options, run);
    }
  };
  await Promise.all(Array.from({ length: isReading ? AT_A_TIME : 1 }, work));
  const transcript = parts.join('\n');
  const path = workspacePath(`test/e2e/cli/golden/${name}.txt`);
  if (process.env['DBOSD_TEST_GOLDEN'] === 'write') writeFileSync(path, transcript);
  expect(transcript).to.equal(existsSync(path) ? readFileSync(path, 'utf8') : '');
}

function transcriptOf(text: string, { input, env }: CliOptions, { code, out, err }: CliRun): string {
  const variables = Object.entries(env ?? {}).map(([key, value]) => `${key}=${value} `);
  const fed = input === undefined ? '' : `printf ${JSON.stringify(input)} | `;
  return normalised(
    [
      `$ ${fed}${variables.join('')}dbosd ${text}\n`,
      out,
      ...err
        .split('\n')
        .slice(0, -1)
        .map((line) => `(stderr) ${line}\n`),
      ...(code === 0 ? [] : [`(exit code ${String(code)})\n`]),
    ].join(''),
  );
}

/** Ids and moments that nobody chose are called so. */
function normalised(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>');
}

/** The words of a line, with single quotes as the only quotes. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}
