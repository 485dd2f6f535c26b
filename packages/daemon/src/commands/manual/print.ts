import type { CliContext } from '../context.js';
import type { Table } from '../definition/table.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CommandError } from '../command-error.js';
import { completionScript, SHELLS, type Shell } from './completion.js';
import { manPage } from './man-page.js';

/** `dbosd completion` */
export function printCompletion(
  { shell }: { readonly shell: string },
  { print }: CliContext,
  table: Table,
): ExitCode {
  if (!isShell(shell)) {
    throw new CommandError(
      `there is no completion for ${shell}: give one of ${SHELLS.join(', ')}`,
      EXIT.usage,
    );
  }
  print(completionScript(shell, table).trimEnd());
  return EXIT.ok;
}

/** `dbosd man` */
export function printManPage(_given: object, { print }: CliContext, table: Table): ExitCode {
  print(manPage(table).trimEnd());
  return EXIT.ok;
}

function isShell(name: string): name is Shell {
  return (SHELLS as readonly string[]).includes(name);
}
