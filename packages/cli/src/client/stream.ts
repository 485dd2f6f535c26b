import { UndecodableError, type ReadStreamOptions, type StreamEnd } from '@dbosd/client';
import { isTerminal } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { markOf, putMarked, undecodableWords } from './undecodable.js';
import { STREAMS } from '../views/communication.js';
import { listOrWatch, refuseDocument, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface ListStreamsGiven extends WatchGiven {
  readonly workflowId: string;
}

/** `dbosd stream list` */
export function listStreams(
  { workflowId, ...given }: ListStreamsGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, signal } = surroundings;
  return listOrWatch(
    given,
    { view: STREAMS, read: () => client.listStreams(workflowId, { signal }) },
    surroundings,
  );
}

interface ReadStreamGiven {
  readonly workflowId: string;
  readonly stream: string;
  readonly follow?: boolean;
  readonly offset?: number;
  readonly last?: number;
  readonly timeout?: number;
  readonly raw?: boolean;
}

/** The state of a stream when the read began. */
interface Head {
  readonly nextOffset: number;
  /** It is closed, or its workflow has ended: the read reaches its end. */
  readonly isOver: boolean;
}

/** A value and its offset. */
interface Placed {
  readonly offset: number;
  readonly value: unknown;
}

/** `dbosd stream read`: the values written so far, and with `--follow` also later ones, until the stream ends. */
export async function readStream(
  given: ReadStreamGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { output } = surroundings;
  const { follow: isFollowed = false, offset, last, timeout, raw: isRaw = false } = given;
  if (offset !== undefined && last !== undefined) {
    throw new CommandError('--offset and --last both say where to begin: give one of them', EXIT.usage);
  }
  if (timeout !== undefined && !isFollowed) {
    throw new CommandError('--timeout is for a stream that is followed: add --follow', EXIT.usage);
  }
  if (isFollowed) refuseDocument(surroundings, '--follow');
  const head = isFollowed ? undefined : await findStream(given, surroundings);
  const values = new StreamReading(given, head, surroundings).values();
  if (output.format === 'json') {
    await output.array(values, (placed) => placed);
    return EXIT.ok;
  }
  for await (const placed of values) {
    if (output.format === 'jsonl') await output.value(placed);
    else await putMarked(output, placed.value, isRaw);
  }
  return EXIT.ok;
}

/** One read, from its first value to its end; reports gaps and the end when it reaches them. */
class StreamReading {
  readonly #given: ReadStreamGiven;
  /** The state when the read began. Undefined: the stream is followed. */
  readonly #head: Head | undefined;
  readonly #surroundings: ClientSurroundings;
  #offset = -1;

  constructor(given: ReadStreamGiven, head: Head | undefined, surroundings: ClientSurroundings) {
    this.#given = given;
    this.#head = head;
    this.#surroundings = surroundings;
  }

  async *values(): AsyncGenerator<Placed, void, unknown> {
    const { offset, last } = this.#given;
    let position: ReadStreamOptions = last === undefined ? { offset: offset ?? 0 } : { fromEnd: last };
    if (this.#head !== undefined && (last === 0 || this.#isAtHead(position.offset ?? 0))) {
      const { nextOffset, isOver } = this.#head;
      if (!isOver) {
        this.#tellNext(nextOffset);
        return;
      }
      // Only the end is left to read; it gives the reason.
      position = { offset: nextOffset };
    }
    for (;;) {
      try {
        yield* this.#from(position);
        return;
      } catch (error) {
        if (!(error instanceof UndecodableError)) throw error;
        // A value that cannot be decoded does not hide the values after it.
        this.#tell(`offset ${String(this.#offset)}: ${undecodableWords(error, this.#given.raw ?? false)}`);
        yield { offset: this.#offset, value: markOf(error) };
        position = { offset: this.#offset + 1 };
        if (this.#isAtHead(this.#offset + 1)) {
          this.#tellNext(this.#offset + 1);
          return;
        }
      }
    }
  }

  async *#from(position: ReadStreamOptions): AsyncGenerator<Placed, void, unknown> {
    const { client, signal } = this.#surroundings;
    const { workflowId, stream, timeout } = this.#given;
    const values = client.readStream(workflowId, stream, {
      ...position,
      timeoutSeconds: timeout === undefined ? undefined : timeout / 1000,
      signal,
      onOffset: (offset) => {
        this.#offset = offset;
      },
      onGap: ({ from, to }) => {
        this.#tell(`gap: ${gapWords(from, to - 1)}`);
      },
      onEnd: (end) => {
        this.#tell(endWords(end));
      },
    });
    for await (const value of values) {
      yield { offset: this.#offset, value };
      if (this.#isAtHead(this.#offset + 1)) {
        this.#tellNext(this.#offset + 1);
        return;
      }
    }
  }

  /** Every value written before the read began has been read, and the end of the stream does not follow. */
  #isAtHead(offset: number): boolean {
    if (this.#head === undefined) return false;
    const { nextOffset, isOver } = this.#head;
    return isOver ? offset > nextOffset : offset >= nextOffset;
  }

  #tellNext(offset: number): void {
    this.#tell(`next offset: ${String(offset)}; --follow waits for what comes`);
  }

  #tell(words: string): void {
    this.#surroundings.output.tell(words);
  }
}

function gapWords(first: number, last: number): string {
  if (first === last) return `offset ${String(first)} holds no value`;
  return `offsets ${String(first)} to ${String(last)} hold no values`;
}

function endWords({ reason, status, nextOffset }: StreamEnd): string {
  const why = reason === 'closed' ? 'closed' : `its workflow has ended (${status ?? 'unknown'})`;
  return `end: ${why}; next offset: ${String(nextOffset)}`;
}

async function findStream(
  { workflowId, stream }: ReadStreamGiven,
  { client, signal }: ClientSurroundings,
): Promise<Head> {
  // Read the status first: if the workflow has ended, the streams listed afterwards are complete.
  const workflow = await client.getWorkflow(workflowId, { signal });
  const others: string[] = [];
  for await (const { key, nextOffset, closed } of client.listStreams(workflowId, { signal })) {
    if (key === stream) return { nextOffset, isOver: closed || isTerminal(workflow?.status ?? '') };
    others.push(key);
  }
  const fix = others.length === 0 ? 'it has none yet' : `it has ${others.slice(0, 5).join(', ')}`;
  throw new CommandError(
    `workflow ${workflowId} has no stream ${stream}: ${fix}; --follow waits for it`,
    EXIT.notFound,
  );
}
