import { terminalVariables } from '@dbosd/daemon/config';
import type { CliContext } from '../context.js';
import type { Format } from '../definition/facts.js';
import { Output } from './output.js';
import { painter } from './paint.js';

/** Where a command puts its results and words, in the format that was asked for: a table where none was. */
export function outputOf(
  format: Format | undefined,
  { terminal, environment }: Pick<CliContext, 'terminal' | 'environment'>,
): Output {
  const variables = terminalVariables(environment);
  return new Output({
    terminal,
    format: format ?? 'table',
    paint: painter(terminal.output.isTerminal, variables),
    nowMs: () => Date.now(),
    canRedraw: !variables.isDumb,
  });
}
