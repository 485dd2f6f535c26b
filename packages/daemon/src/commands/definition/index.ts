import type { Command } from './command.js';
import { DAEMON_COMMANDS } from './daemon.js';
import { EVENT_COMMANDS, STREAM_COMMANDS } from './events-and-streams.js';
import { MANAGEMENT_COMMANDS } from './manage-workflows.js';
import { MESSAGE_COMMANDS } from './messages.js';
import { PROGRAM_COMMANDS } from './program.js';
import { QUEUE_COMMANDS } from './queues.js';
import { WORKFLOW_COMMANDS } from './workflows.js';

/** Words that several commands begin with, and what they are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  event: 'look at what workflows have said of themselves, or wait for it',
  stream: 'read what workflows write, value by value',
  workflow: 'enqueue, look at, wait for and manage workflows',
  queue: 'look after the queues that workflows wait on',
  migrate: 'look after the tables: those of DBOS, and ours beside them',
};

/**
 * Every command, in the order of the help. From here come the parser, the help texts, completion, the man page and
 * docs/cli.md. A new command is a definition in one of these files, and the function that it loads.
 */
export const COMMANDS: readonly Command[] = [
  ...DAEMON_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...EVENT_COMMANDS,
  ...STREAM_COMMANDS,
  ...WORKFLOW_COMMANDS,
  ...MANAGEMENT_COMMANDS,
  ...QUEUE_COMMANDS,
  ...PROGRAM_COMMANDS,
];

/** What the program says of itself. */
export const PROGRAM = {
  summary: 'Messages, events and streams of DBOS workflows over gRPC.',
  examples: [
    { line: 'dbosd dev', about: 'a daemon with a Postgres of its own, to try things out' },
    { line: 'dbosd health --wait 30s', about: 'wait until it serves' },
    { line: 'dbosd serve', about: 'a daemon on the database in DBOSD_DATABASE_URL' },
    { line: 'dbosd workflow list --status ERROR', about: 'what has failed' },
    { line: `dbosd send order-17 '{"paid":true}'`, about: 'a message to a workflow' },
    { line: 'source <(dbosd completion bash)', about: 'words complete themselves' },
  ],
} as const;
