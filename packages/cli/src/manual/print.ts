import type { CliContext } from '../context.js';
import type { Table } from '../definition/table.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { completionScript, type Shell } from './completion.js';
import { manPage } from './man-page.js';

/** `dbosd completion`; the parser lets no other shells pass. */
export function printCompletion(
  { shell }: { readonly shell: string },
  { print }: CliContext,
  table: Table,
): ExitCode {
  print(completionScript(shell as Shell, table).trimEnd());
  return EXIT.ok;
}

/** `dbosd man` */
export function printManPage(_given: object, { print }: CliContext, table: Table): ExitCode {
  print(manPage(table).trimEnd());
  return EXIT.ok;
}
