import { EXIT, type ExitCode } from './exit-code.js';

/** A command cannot continue. `message` gives the reason and the fix; it is printed unchanged. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.error) {
    super(message);
    this.exitCode = exitCode;
  }
}
