import { DBOSClient, DbosdError } from '@dbosd/client';
import { connectionOf } from '@dbosd/client/internal';
import { addressesOf } from '../addresses-of.js';
import { CommandError } from '../command-error.js';
import type { Command, Invocation } from '../definition/command.js';
import type { Format } from '../definition/facts.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { outputOf } from '../output/output-of.js';
import { parseExactly } from '../output/stored-numbers.js';
import type { Terminal } from '../output/terminal.js';
import { inSaidWords } from './said-fields.js';
import { Interruption } from './interruption.js';

/** What a command that asks a daemon runs in. */
export interface ClientSurroundings {
  readonly client: DBOSClient;
  readonly output: Output;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** How long a daemon that cannot be reached is tried: a person waits. */
const CONNECT_TIMEOUT_MS = 3000;
/** Where people say what a program gives its client. */
const ADDRESS_NAMES = '--address or DBOSD_ADDRESS';
/** How long one that went away is waited for. */
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
    // Ctrl-C also ends what heeds no signal: a read of standard input, a write that nobody takes.
    return await orAborted(run({ client, output, terminal, signal }), signal);
  } catch (error) {
    // Whatever it was that Ctrl-C broke off.
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
    // What is shown is what is stored: no digit of it is rounded.
    connectionOf(client).readWith({ parseJson: parseExactly });
    return client;
  } catch (error) {
    if (!(error instanceof DbosdError) || error.reason !== 'TRANSPORT') throw error;
    const fixed = error.message.replace('the address', ADDRESS_NAMES);
    throw new CommandError(
      fixed === error.message ? `${fixed}; look at ${ADDRESS_NAMES}` : fixed,
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
