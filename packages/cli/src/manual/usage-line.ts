import type { Command } from '../definition/command.js';
import { argumentWords } from '../definition/facts.js';

/** `dbosd send [options] <workflow-id> [message]` */
export function usageLine(command: Command): string {
  const operands = Object.entries(command.arguments).map(([name, { arity }]) => argumentWords(name, arity));
  return ['dbosd', command.name, '[options]', ...operands].join(' ');
}
