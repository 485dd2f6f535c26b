import { CONFIG_COMMANDS } from './config.js';
import { DAEMON_COMMANDS } from './daemon.js';
import { DOCTOR_COMMANDS } from './doctor.js';
import { EVENT_COMMANDS, STREAM_COMMANDS } from './events-and-streams.js';
import { MANAGEMENT_COMMANDS } from './manage-workflows.js';
import { MESSAGE_COMMANDS } from './messages.js';
import { PROGRAM_COMMANDS } from './program.js';
import { QUEUE_COMMANDS } from './queues.js';
import type { Table } from './table.js';
import { WORKFLOW_COMMANDS } from './workflows.js';

/**
 * Every command. From here come the parser, the help texts, completion, the man page and docs/cli.md. A new command is a
 * definition in one of these files, and the function that it loads.
 */
export const TABLE: Table = {
  summary: 'Messages, events and streams of DBOS workflows over gRPC.',
  details: [
    'dbosd is a daemon in front of the DBOS system database, and the commands to look at what it holds. `dbosd dev` and `dbosd serve` run a daemon; all other commands but `migrate`, `doctor` and `config` ask one.',
    'Commands ask the daemon that --address or DBOSD_ADDRESS names; without either, the one on this machine that listens as the configuration says.',
  ],
  examples: [
    { line: 'dbosd dev', about: 'a daemon with a Postgres of its own, to try things out' },
    { line: 'dbosd health --wait 30s', about: 'wait until it serves' },
    { line: 'dbosd serve', about: 'a daemon on the database in DBOSD_DATABASE_URL' },
    { line: 'dbosd workflow list --status ERROR', about: 'what has failed' },
    { line: `dbosd send order-17 '{"paid":true}'`, about: 'a message to a workflow' },
    { line: 'source <(dbosd completion bash)', about: 'words complete themselves' },
  ],
  groups: {
    event: 'look at what workflows have said of themselves, or wait for it',
    stream: 'read what workflows write, value by value',
    workflow: 'enqueue, look at, wait for and manage workflows',
    queue: 'look after the queues that workflows wait on',
    config: 'show the settings, and find what is wrong with them',
    migrate: 'look after the tables: those of DBOS, and ours beside them',
  },
  commands: [
    ...DAEMON_COMMANDS,
    ...DOCTOR_COMMANDS,
    ...CONFIG_COMMANDS,
    ...MESSAGE_COMMANDS,
    ...EVENT_COMMANDS,
    ...STREAM_COMMANDS,
    ...WORKFLOW_COMMANDS,
    ...MANAGEMENT_COMMANDS,
    ...QUEUE_COMMANDS,
    ...PROGRAM_COMMANDS,
  ],
};
