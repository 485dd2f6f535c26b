import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { tmpdir } from 'node:os';
import { DBOSD } from './run-cli.js';

export interface TerminalOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * `dbosd` as a person at a terminal has it: its three streams are a pseudo-terminal of `columns` columns, whose other end
 * is here. Python has the calls that Node has not.
 */
export class PseudoTerminal {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number>;
  #screen = '';
  #isOver = false;
  #look: () => void = () => undefined;

  constructor(python: string, args: readonly string[], { columns = 80, env = {} }: TerminalOptions = {}) {
    this.#child = spawn(python, ['-c', PROGRAM, String(columns), process.execPath, DBOSD, ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...env },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text;
      this.#look();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#screen += text));
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => {
        this.#isOver = true;
        resolve(code ?? -1);
        this.#look();
      });
    });
  }

  /** All that was put on the screen so far, with the codes that move and colour. */
  get screen(): string {
    return this.#screen.replaceAll('\r\n', '\n');
  }

  /** Resolves when this is on the screen; rejects when the program has ended without. */
  async shows(expected: RegExp): Promise<void> {
    while (!expected.test(this.screen)) {
      if (this.#isOver)
        throw new Error(`it ended without ${String(expected)}: ${JSON.stringify(this.screen)}`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
  }

  /** Types; `\x03` is Ctrl-C, `\x04` Ctrl-D. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Its exit code; 128 and the number of the signal that ended it. */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** Hangs up, if it still runs. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}

// argv: columns, program, its arguments. Relays keys and screen; ends as the program does.
const PROGRAM = `
import fcntl, os, pty, select, signal, struct, sys, termios
pid, screen = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
    os.execv(sys.argv[2], sys.argv[2:])
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGKILL))
watched = [screen, 0]
while True:
    ready, _, _ = select.select(watched, [], [])
    if 0 in ready:
        keys = os.read(0, 4096)
        if keys: os.write(screen, keys)
        else: watched.remove(0)
    if screen in ready:
        try: seen = os.read(screen, 4096)
        except OSError: seen = b''
        if not seen: break
        os.write(1, seen)
_, status = os.waitpid(pid, 0)
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;
