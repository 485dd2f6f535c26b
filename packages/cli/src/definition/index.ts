import { CONFIG_COMMANDS, DAEMON_COMMANDS, DOCTOR_COMMANDS, PROGRAM_COMMANDS } from './daemon.js';
import { EVENT_COMMANDS, STREAM_COMMANDS, MESSAGE_COMMANDS } from './communication.js';
import { MANAGEMENT_COMMANDS } from './manage-workflows.js';
import { QUEUE_COMMANDS } from './queues.js';
import type { Table } from './command.js';
import { WORKFLOW_COMMANDS } from './workflows.js';

/**
 * Every command. From here come the parser, the help texts, completion, the man page and docs/cli.md. A new command is a
 * definition in one of these files, and the function that it loads.
 */
export const TABLE: Table = {
  summary: 'Messages, events and streams of DBOS workflows over gRPC.',
  details: [
    'dbosd is a daemon for the DBOS system database, and a set of commands to inspect and manage what the database holds. `dbosd dev` and `dbosd serve` run a daemon. All other commands except `migrate`, `doctor` and `config` connect to one.',
    'Commands connect to the daemon named by --address or DBOSD_ADDRESS. Without either, they connect to the host and port of the configuration.',
  ],
  examples: [
    { line: 'dbosd dev', about: 'a daemon with its own Postgres, to try things out' },
    { line: 'dbosd health --wait 30s', about: 'wait until the daemon is ready' },
    { line: 'dbosd serve', about: 'a daemon on the database in DBOSD_DATABASE_URL' },
    { line: 'dbosd workflow list --status ERROR', about: 'what has failed' },
    { line: `dbosd send order-17 '{"paid":true}'`, about: 'a message to a workflow' },
    { line: 'source <(dbosd completion bash)', about: 'completion for this shell' },
  ],
  groups: {
    event: 'read the events that workflows set, or wait for them',
    stream: 'read the streams that workflows write',
    workflow: 'enqueue, inspect, wait for and manage workflows',
    queue: 'manage the queues that workflows wait on',
    config: 'show and check the settings',
    migrate: 'create and update the tables of DBOS and of dbosd',
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
