import { systemClock } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { jsonOf } from '../output/json.js';
import type { View } from '../views/view.js';
import type { Note } from './limited.js';
import type { ClientSurroundings } from './with-client.js';

export interface WatchGiven {
  readonly watch?: boolean;
  /** Milliseconds between two reads. */
  readonly every?: number;
}

export interface Watched<T> {
  readonly view: View<T>;
  readonly read: (note: Note) => AsyncIterable<T> | Iterable<T> | Promise<Iterable<T>>;
  /** A single item, printed one field a line. */
  readonly isOne?: boolean;
  /** It cannot change any more. */
  readonly isOver?: (rows: readonly T[]) => boolean;
}

const DEFAULT_EVERY_MS = 2000;

/**
 * Lists once, or with `--watch` repeatedly: a terminal is redrawn, a pipe gets the rows that are new or have
 * changed. Ends when nothing can change any more, or with Ctrl-C.
 */
export async function listOrWatch<T>(
  { watch: isWatched = false, every }: WatchGiven,
  watched: Watched<T>,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { output, signal } = surroundings;
  if (!isWatched) {
    if (every !== undefined)
      throw new CommandError('--every is for a list that is watched: add --watch', EXIT.usage);
    await listOnce(watched, surroundings);
    return EXIT.ok;
  }
  refuseDocument(surroundings, '--watch');
  const everyMs = every ?? DEFAULT_EVERY_MS;
  const changes = new Changes(watched.view);
  for (;;) {
    const notes: string[] = [];
    const rows = await collect(await watched.read((words) => notes.push(words)));
    if (output.canRedraw) {
      await output.screen([...screenOf(rows, watched, everyMs, surroundings), ...notes]);
    } else {
      if (changes.isFirst) for (const words of notes) output.tell(words);
      await putChanges(changes, rows, watched, surroundings);
    }
    if (watched.isOver?.(rows) === true) return EXIT.ok;
    // Rejects with Ctrl-C.
    await systemClock.sleep(everyMs, signal);
  }
}

async function listOnce<T>({ view, read }: Watched<T>, { output }: ClientSurroundings): Promise<void> {
  const notes: string[] = [];
  await output.list(await read((words) => notes.push(words)), view);
  for (const words of notes) output.tell(words);
}

/** Throws CommandError if the format is one JSON document and the output has no end. */
export function refuseDocument({ output }: ClientSurroundings, flag: string): void {
  if (output.format !== 'json') return;
  throw new CommandError(
    `-o json is one document, and ${flag} has no end: use -o jsonl, an object a line`,
    EXIT.usage,
  );
}

/** Remembers the last rows, to find those that are new or have changed. */
class Changes<T> {
  readonly view: View<T>;
  #known = new Map<string, string>();
  isFirst = true;

  constructor(view: View<T>) {
    this.view = view;
  }

  among(rows: readonly T[]): T[] {
    const before = this.#known;
    // Keep only what is listed now: a list that moves on must not grow without bound.
    this.#known = new Map(rows.map((row) => [this.view.key(row), jsonOf(this.view.record(row))]));
    return rows.filter((row) => before.get(this.view.key(row)) !== this.#known.get(this.view.key(row)));
  }
}

async function putChanges<T>(
  changes: Changes<T>,
  rows: readonly T[],
  { view, isOne = false }: Watched<T>,
  { output }: ClientSurroundings,
): Promise<void> {
  const changed = changes.among(rows);
  if (changed.length === 0) return;
  if (output.format !== 'table') {
    for (const row of changed) await output.value(view.record(row));
    return;
  }
  const lines = isOne
    ? changed.flatMap((row) => [...(changes.isFirst ? [] : ['']), ...output.fieldLines(row, view)])
    : output.tableLines(changed, view, { heading: changes.isFirst });
  for (const line of lines) await output.line(line);
  changes.isFirst = false;
}

function screenOf<T>(
  rows: readonly T[],
  { view, isOne = false }: Watched<T>,
  everyMs: number,
  { output }: ClientSurroundings,
): string[] {
  const [at = ''] = new Date().toTimeString().split(' ');
  const head = `${at}, every ${String(everyMs / 1000)} s; Ctrl-C ends it`;
  if (rows.length === 0) return [head, '', view.none];
  const lines = isOne ? rows.flatMap((row) => output.fieldLines(row, view)) : output.tableLines(rows, view);
  return [head, '', ...lines];
}

async function collect<T>(rows: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
