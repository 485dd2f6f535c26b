import { DBOSClient, DbosdError } from '@dbosd/client';
import { connectionOf } from '@dbosd/client/internal';
import type { ProcessEvents } from '../context.js';
import type { Command, Invocation } from '../definition/command.js';
import { type Format, kebab } from '../definition/facts.js';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { addressesOf } from '../health.js';
import { parseExactly } from '../output/json.js';
import { outputOf } from '../output/output-of.js';
import type { Output } from '../output/output.js';
import type { Terminal } from '../output/terminal.js';

/** What a command that calls a daemon gets. */
export interface ClientSurroundings {
  readonly client: DBOSClient;
  readonly output: Output;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** How long to try an unreachable daemon: a person is waiting. */
const CONNECT_TIMEOUT_MS = 3000;
/** The settings that give the address on the command line. */
const ADDRESS_NAMES = '--address or DBOSD_ADDRESS';
/** How long to wait for a daemon that has gone away. */
const UNAVAILABLE_TIMEOUT_MS = 10_000;

/**
 * Runs a command with a client, which ends with it. Ctrl-C ends it quietly. Rejects as the command does, and with
 * CommandError when no daemon can be reached.
 */
export async function withClient(
  command: Pick<Command, 'arguments' | 'options'>,
  given: Readonly<Record<string, unknown>>,
  { context, config }: Invocation,
  run: (surroundings: ClientSurroundings) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { terminal } = context;
  const addresses = addressesOf(await config());
  const interruption = new Interruption(context.process);
  const { signal } = interruption;
  const output = outputOf(given['output'] as Format | undefined, context);
  let client: DBOSClient | undefined;
  try {
    client = await output.progress.during(
      `connecting to ${addresses.join(', ')}`,
      orAborted(connect(addresses), signal),
    );
    // Ctrl-C also ends what ignores the signal: a read of standard input, a write to a full pipe.
    return await orAborted(run({ client, output, terminal, signal }), signal);
  } catch (error) {
    // Whichever error the interruption caused.
    if (signal.aborted) return EXIT.interrupted;
    throw inSaidWords(error, command);
  } finally {
    output.progress.clear();
    interruption.dispose();
    if (!signal.aborted) await client?.destroy();
  }
}

async function connect(addresses: readonly string[]): Promise<DBOSClient> {
  try {
    const client = await DBOSClient.create({
      address: addresses,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      unavailableTimeoutMs: UNAVAILABLE_TIMEOUT_MS,
    });
    // Show what is stored: no number is rounded.
    connectionOf(client).readWith({ parseJson: parseExactly });
    return client;
  } catch (error) {
    if (!(error instanceof DbosdError) || error.reason !== 'TRANSPORT') throw error;
    const fixed = error.message.replace('the address', ADDRESS_NAMES);
    throw new CommandError(
      fixed === error.message ? `${fixed}; check ${ADDRESS_NAMES}` : fixed,
      EXIT.unavailable,
    );
  }
}

function orAborted<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const interrupt = (): void => {
      reject(new Error('interrupted'));
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });
  return Promise.race([waiting, aborted]);
}

/** The first Ctrl-C aborts the signal, the second ends the process at once. */
class Interruption {
  readonly #aborting = new AbortController();
  readonly #process: ProcessEvents;

  constructor(process: ProcessEvents) {
    this.#process = process;
    process.on('SIGINT', this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  dispose(): void {
    this.#process.off('SIGINT', this.#onSignal);
  }

  readonly #onSignal = (): void => {
    if (this.signal.aborted) this.#process.exit(EXIT.interrupted);
    this.#aborting.abort();
  };
}

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
function inSaidWords(error: unknown, command: Pick<Command, 'arguments' | 'options'>): unknown {
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

/**
 * Asks for confirmation of what cannot be undone. Rejects with CommandError when the answer is not yes, and when standard
 * input is not a terminal: `--yes` is required there.
 */
export async function confirm(
  question: string,
  isSure: boolean,
  { terminal, signal }: ClientSurroundings,
): Promise<void> {
  if (isSure) return;
  if (!terminal.input.isTerminal || !terminal.errors.isTerminal) {
    throw new CommandError(
      'standard input is not a terminal, so this cannot be confirmed: add --yes',
      EXIT.usage,
    );
  }
  terminal.writeError(`${question} [y/N] `);
  const answer = await terminal.input.readLine(signal);
  // Ctrl-D does not end the line.
  if (!answer.endsWith('\n')) terminal.writeError('\n');
  if (!/^(y|yes)$/i.test(answer.trim())) throw new CommandError('nothing was deleted');
}
