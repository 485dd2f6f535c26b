import { CommandError, EXIT } from '../errors.js';

/** The three standard streams of a program. */
export interface Terminal {
  /** Standard input. */
  readonly input: {
    readonly isTerminal: boolean;
    /** Rejects with CommandError if it is not valid UTF-8: decoding would change it silently. */
    readAll(): Promise<string>;
    readLine(signal: AbortSignal): Promise<string>;
  };
  /** Whether results go to a terminal, and how wide it is. */
  readonly output: { readonly isTerminal: boolean; readonly columns: number };
  readonly errors: { readonly isTerminal: boolean };
  /** Writes a result to stdout; resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** Writes a notice to stderr. */
  writeError(text: string): void;
  /** From now on a closed or failing stdout does not end the process: a daemon keeps serving. */
  outliveReader(): void;
}

/** The width of a terminal that does not report one. */
const DEFAULT_COLUMNS = 80;

/**
 * The terminal of a process. If the reader of stdout has gone (`| head -1`), the process ends quietly with exit code 0;
 * if results cannot be written for another reason (a full disk), it ends with 1. Neither happens after `outliveReader`.
 * Notices that cannot be written to stderr are lost, without further effect.
 */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdin, stdout, stderr } = process;
  let outlives = false;
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (outlives) return;
    if (code === 'EPIPE') process.exit(0);
    stderr.write(`dbosd: the results cannot be written (${message}): some or all of them are missing\n`);
    process.exit(EXIT.error);
  });
  stderr.on('error', () => undefined);
  return {
    input: {
      isTerminal: isTerminal(stdin),
      readAll: () => readAll(stdin),
      readLine: (signal) => readLine(stdin, signal),
    },
    output: {
      isTerminal: isTerminal(stdout),
      get columns() {
        return stdout.columns || DEFAULT_COLUMNS;
      },
    },
    errors: { isTerminal: isTerminal(stderr) },
    write: (text) =>
      stdout.write(text) ? Promise.resolve() : new Promise((resolve) => stdout.once('drain', resolve)),
    writeError: (text) => {
      stderr.write(text);
    },
    outliveReader: () => {
      outlives = true;
    },
  };
}

// Node leaves it undefined on a stream that is not a terminal, whatever its type says.
function isTerminal({ isTTY }: { isTTY?: boolean }): boolean {
  return isTTY === true;
}

/** Resolves when all that was written has left the process: `process.exit` waits for nothing. */
export function flushed(process: NodeJS.Process): Promise<unknown> {
  return Promise.all(
    [process.stdout, process.stderr].map(
      (stream) =>
        new Promise<void>((resolve) =>
          stream.write('', () => {
            resolve();
          }),
        ),
    ),
  );
}

async function readAll(stdin: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(part as Buffer);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new CommandError('standard input is not valid UTF-8: encode it, in base64 for example', EXIT.usage);
  }
}

/** The terminal edits the line; end of input without a line (Ctrl-D) counts as an empty one. */
function readLine(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    stdin.once('data', (line: Buffer) => {
      resolve(line.toString());
    });
    stdin.once('end', () => {
      resolve('');
    });
    signal.addEventListener('abort', () => {
      reject(new Error('interrupted'));
    });
  });
}
