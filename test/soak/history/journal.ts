import { closeSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Event } from './entry.js';

/** Writes down what a process does: one JSON object a line, and each before the next thing happens. */
export class Journal {
  readonly #proc: string;
  #file: number | undefined;
  #entries = 0;

  constructor(folder: string, proc: string) {
    this.#proc = proc;
    this.#file = openSync(join(folder, `${proc}.jsonl`), 'a');
  }

  get entries(): number {
    return this.#entries;
  }

  // It is with the kernel when the call returns: SIGKILL loses nothing of it.
  write(event: Event): void {
    // The number of a closed file may be that of a socket by now.
    if (this.#file === undefined) return;
    const tUs = Number(process.hrtime.bigint() / 1000n);
    writeSync(this.#file, `${JSON.stringify({ proc: this.#proc, tUs, wallMs: Date.now(), ...event })}\n`);
    this.#entries += 1;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** What all processes have written down in a folder, in the order in which it happened. */
export async function readHistory(folder: string): Promise<Entry[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry)
    .sort((a, b) => a.tUs - b.tUs);
}
