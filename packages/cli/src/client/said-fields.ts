import { DbosdError } from '@dbosd/client';
import { CommandError } from '../command-error.js';
import type { Command } from '../definition/command.js';
import { kebab } from '../definition/kebab.js';
import { EXIT } from '../exit-code.js';

/** Fields of the client that the command line calls otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  destinationID: 'workflowId',
  workflowID: 'workflowId',
  workflowIDs: 'workflowIds',
  newWorkflowID: 'id',
  idempotencyKey: 'key',
  queueName: 'queue',
  workflowName: 'name',
  workflowClassName: 'class',
  workflowConfigName: 'configName',
  appVersion: 'version',
  applicationVersion: 'version',
  applicationName: 'app',
  deduplicationID: 'deduplicationId',
  queuePartitionKey: 'partitionKey',
  workflowTimeoutMS: 'timeout',
  timeoutMS: 'timeout',
  delaySeconds: 'delay',
  authenticatedUser: 'user',
  authenticatedRoles: 'role',
  startStep: 'fromStep',
  attributes: 'attribute',
  minPollingIntervalMs: 'pollingInterval',
  rateLimit: 'rate',
  partitionRateLimit: 'partitionRate',
  fromEnd: 'last',
};

/** The same error, where a field of the client is called as the person said it: `--partition-key`, `<workflow-id>`. */
export function inSaidWords(error: unknown, command: Pick<Command, 'arguments' | 'options'>): unknown {
  if (!(error instanceof DbosdError) || error.reason !== 'INVALID_FIELD') return error;
  const { field = '', message } = error;
  const said = saidName(field, command);
  if (said === undefined || !message.startsWith(`${field} `)) return error;
  return new CommandError(`${said}${message.slice(field.length)}`, EXIT.usage);
}

function saidName(field: string, command: Pick<Command, 'arguments' | 'options'>): string | undefined {
  // As the id of a new workflow it is an option.
  const candidates = [field, OTHER_NAMES[field], field === 'workflowID' ? 'id' : undefined];
  for (const name of candidates) {
    if (name === undefined) continue;
    if (Object.hasOwn(command.arguments, name)) return `<${kebab(name)}>`;
    if (Object.hasOwn(command.options, name)) return `--${kebab(name)}`;
  }
  return undefined;
}
