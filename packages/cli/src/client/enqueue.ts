import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { parseValue, readValue } from '../input/message.js';
import type { ClientSurroundings } from './with-client.js';
import { waitForWorkflow } from './workflow.js';

interface EnqueueGiven {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly queue?: string;
  readonly id?: string;
  readonly named?: string;
  readonly text?: boolean;
  readonly app?: string;
  readonly version?: string;
  readonly class?: string;
  readonly configName?: string;
  readonly onExisting?: 'return-existing' | 'reject';
  readonly deduplicationId?: string;
  readonly onDuplicate?: 'return-existing' | 'reject';
  readonly priority?: number;
  readonly partitionKey?: string;
  readonly delay?: number;
  readonly timeout?: number;
  readonly attribute?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly role?: readonly string[];
  readonly native?: boolean;
  readonly wait?: boolean;
  readonly raw?: boolean;
}

/** `dbosd workflow enqueue`: prints the id; with `--wait`, the result. */
export async function enqueueWorkflow(
  given: EnqueueGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, terminal, signal } = surroundings;
  const { name: workflowName, queue: queueName, text: isText = false } = given;
  if (queueName === undefined) {
    throw new CommandError(
      'the queue is missing: name one that its application listens to, with --queue',
      EXIT.usage,
    );
  }
  const positional: unknown[] = [];
  for (const said of given.arguments)
    positional.push(await readValue({ said, isText, name: 'argument' }, terminal));
  const options = { queueName, workflowName, ...optionsOf(given), signal };
  const handle =
    given.native === true
      ? await client.enqueue({ ...options, serializationType: 'native' }, ...positional)
      : await client.enqueuePortable(options, positional, namedOf(given.named));
  const { workflowID } = handle;
  if (given.wait === true) {
    output.tell(workflowID);
    return waitForWorkflow({ workflowId: workflowID, raw: given.raw ?? false }, surroundings);
  }
  if (output.format === 'table') await output.line(workflowID);
  else await output.value({ workflowID });
  return EXIT.ok;
}

function optionsOf(given: EnqueueGiven): object {
  const fields = {
    workflowID: given.id,
    applicationName: given.app,
    appVersion: given.version,
    workflowClassName: given.class,
    workflowConfigName: given.configName,
    workflowIDReusePolicy: given.onExisting,
    deduplicationID: given.deduplicationId,
    duplicationPolicy: given.onDuplicate,
    priority: given.priority,
    queuePartitionKey: given.partitionKey,
    delaySeconds: given.delay === undefined ? undefined : given.delay / 1000,
    workflowTimeoutMS: given.timeout,
    attributes: given.attribute,
    authenticatedUser: given.user,
    authenticatedRoles: given.role,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function namedOf(json: string | undefined): Record<string, unknown> | undefined {
  if (json === undefined) return undefined;
  const named = parseValue(json, '--named');
  if (typeof named === 'object' && named !== null && !Array.isArray(named))
    return named as Record<string, unknown>;
  throw new CommandError(
    `--named is not an object: give names and values, like '{"urgent":true}'`,
    EXIT.usage,
  );
}
