import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import type { ClientSurroundings } from './with-client.js';

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
