import type { Command } from './command.js';
import { CONFIG_COMMANDS } from './config.js';
import { DAEMON_COMMANDS } from './daemon.js';
import { DOCTOR_COMMANDS } from './doctor.js';
import { PROGRAM_COMMANDS } from './program.js';

/** Words that several commands begin with, and what they are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  config: 'show the settings, and find what is wrong with them',
  migrate: 'look after the tables: those of DBOS, and ours beside them',
};

/**
 * Every command, in the order of the help. From here come the parser, the help texts, completion, the man page and
 * docs/cli.md. A new command is a definition in one of these files, and the function that it loads.
 */
export const COMMANDS: readonly Command[] = [
  ...DAEMON_COMMANDS,
  ...DOCTOR_COMMANDS,
  ...CONFIG_COMMANDS,
  ...PROGRAM_COMMANDS,
];

/** What the program says of itself. */
export const PROGRAM = {
  summary: 'Messages, events and streams of DBOS workflows over gRPC.',
  examples: [
    { line: 'dbosd dev', about: 'a daemon with a Postgres of its own, to try things out' },
    { line: 'dbosd health --wait 30s', about: 'wait until it serves' },
    { line: 'dbosd serve', about: 'a daemon on the database in DBOSD_DATABASE_URL' },
  ],
} as const;
