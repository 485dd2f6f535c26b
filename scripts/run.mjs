import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace, wherever the command was given. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Signals that end what runs. */
export const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the workspace with our own terminal and waits for its end; returns its exit code
 * (128 + n for signal n). While it runs, signals are its business: they are passed on, and we end after
 * it and not before, so that nobody sees a prompt while something is still being stopped.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { onStdout?: (text: string) => void, onOutput?: (text: string) => void }} options
 *   `onStdout` takes its standard output in place of the terminal, `onOutput` that and its standard error
 * @returns {Promise<number>}
 */
export async function run(program, args, { onStdout, onOutput, ...options } = {}) {
  const takesStdout = onStdout ?? onOutput;
  const child = spawn(program, args, {
    cwd: ROOT,
    stdio: [
      'inherit',
      takesStdout === undefined ? 'inherit' : 'pipe',
      onOutput === undefined ? 'inherit' : 'pipe',
    ],
    ...options,
  });
  if (takesStdout !== undefined) child.stdout.setEncoding('utf8').on('data', takesStdout);
  if (onOutput !== undefined) child.stderr.setEncoding('utf8').on('data', onOutput);
  const pass = (signal) => {
    // A terminal already gave Ctrl-C to its whole foreground group; a second one would mean "at once".
    if (signal === 'SIGINT' && [process.stdin, process.stdout, process.stderr].some((each) => each.isTTY))
      return;
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, pass);
  try {
    return await new Promise((settle, fail) => {
      child.once('error', fail);
      child.once('close', (code, signal) => {
        settle(code ?? 128 + (constants.signals[signal] ?? 0));
      });
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, pass);
  }
}
