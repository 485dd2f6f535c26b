import type { Command, Example } from './command.js';

/** The whole command line: what help, completion, the man page and docs/cli.md are made of. */
export interface Table {
  readonly summary: string;
  /** Paragraphs. */
  readonly details: readonly string[];
  readonly examples: readonly Example[];
  /** Words that several commands begin with, and what they are about. */
  readonly groups: Readonly<Record<string, string>>;
  /** In the order of the help. */
  readonly commands: readonly Command[];
}
