import { EXIT, type ExitCode } from './exit-code.js';

/** A command cannot go on. `message` says why, and the fix; it is told as it is. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.error) {
    super(message);
    this.exitCode = exitCode;
  }
}
