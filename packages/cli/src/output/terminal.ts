import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-code.js';

/** The three streams of a program, and what is known of them. */
export interface Terminal {
  /** What the program is fed with. */
  readonly input: {
    readonly isTerminal: boolean;
    /** Rejects with CommandError where it is no text in UTF-8: it would be changed, and nobody would see. */
    readAll(): Promise<string>;
    readLine(signal: AbortSignal): Promise<string>;
  };
  /** Somebody sees the results as they come, and in how many columns. */
  readonly output: { readonly isTerminal: boolean; readonly columns: number };
  readonly errors: { readonly isTerminal: boolean };
  /** Puts a result out; resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** Puts words out. */
  writeError(text: string): void;
  /** From now on results that nobody can read end nothing: a daemon serves on. */
  outliveReader(): void;
}

/** In how many columns a table is put where nobody says. */
const DEFAULT_COLUMNS = 80;

/**
 * The terminal of a process. A reader of results that has gone (`| head -1`) ends the process quietly, with exit code 0;
 * results that cannot be put out for another reason (a full disk) end it with 1; neither ends what shall outlive its
 * reader. Words that nobody reads are lost, and change nothing else.
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

// On what is no terminal Node leaves it undefined, whatever its type says.
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
    throw new CommandError(
      'standard input is no text in UTF-8: encode it, in base64 for example',
      EXIT.usage,
    );
  }
}

/** The terminal itself lets people fix their line; its end without one (Ctrl-D) is an empty line. */
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
