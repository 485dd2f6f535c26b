import { DBOSClient, DbosdError } from '@dbosd/client';
import { connectionOf } from '@dbosd/client/internal';
import { addressesOf } from '../addresses-of.js';
import { CommandError } from '../command-error.js';
import type { ProcessEvents } from '../context.js';
import type { Command, Invocation } from '../definition/command.js';
import type { Format } from '../definition/facts.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { outputOf } from '../output/output-of.js';
import { parseExactly } from '../output/stored-numbers.js';
import type { Terminal } from '../output/terminal.js';
import { inSaidWords } from './said-fields.js';

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
