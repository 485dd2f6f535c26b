import {
  fromStatus,
  RetryTimers,
  SendWindow,
  stoppedOnTheWay,
  type Clock,
  type DbosdError,
} from '@dbosd/shared';
import type { Chain, Lane, StopCause } from './lane.js';
import {
  type Operation,
  type OperationCall,
  ReadyQueue,
  MAX_OPEN_OPERATIONS,
  retryDelayOf,
  tooLarge,
  wireOf,
  type Answer,
} from './operation.js';
import type { Codec, WorkerStream } from './worker-stream.js';

interface OperationsOptions {
  readonly clock: Clock;
  readonly codec: Codec;
  /** Something may be sent. */
  readonly onReady: () => void;
}

/** Identifies a try of a step. */
export type TryPlace = Required<Pick<OperationCall, 'functionId' | 'stepAttempt'>>;

/**
 * The operations of a worker, from their call to their answer, over all streams.
 *
 * ready → in flight → done. One of a chain is `waiting` before it is ready. What fails for a transient reason rests and
 * is ready again; of a chain everything is `held` until nothing of it is in flight, and then begins again together.
 * What was in flight when its stream broke is ready again, before all else. A lane that is stopped ends all of its own.
 */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #ready = new ReadyQueue();
  readonly #resting = new RetryTimers<Operation | Chain>();
  readonly #window = new SendWindow();
  #lastId = 0;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /**
   * Begins an operation. What is begun in one turn of the event loop shares frames, and keeps its order within a lane.
   */
  begin(lane: Lane, call: OperationCall, { resolve, reject }: Pick<Operation, 'resolve' | 'reject'>): void {
    this.#lastId += 1;
    // Listed one by one: a spread costs more than everything else here.
    const operation: Operation = {
      functionId: call.functionId,
      startedAtMs: call.startedAtMs,
      stepAttempt: call.stepAttempt,
      body: call.body,
      order: call.order,
      id: this.#lastId,
      lane,
      chain: call.order === undefined ? undefined : lane.chainOf(call.order),
      isWait: call.body.receive !== undefined,
      resolve,
      reject,
      state: 'waiting',
      stream: undefined,
      bytes: 0,
      writtenAtMs: undefined,
      breaksAlone: 0,
      retries: 0,
      abandoned: undefined,
    };
    lane.enter(operation);
    if (operation.chain === undefined) this.#makeReady(operation);
    else this.#advance(operation.chain);
  }

  /** Fails everything that the lane has in progress. */
  stop(lane: Lane, cause: StopCause): void {
    for (const operation of [...lane.open]) this.#giveUp(operation, cause());
    lane.parked = [];
  }

  /** Sends nothing more for a try of a step. Waiting operations fail; those in flight are not sent again. */
  abandonTry(lane: Lane, { functionId, stepAttempt }: TryPlace, failure: Error): void {
    const own = [...lane.open].filter(
      (operation) => operation.functionId === functionId && operation.stepAttempt === stepAttempt,
    );
    for (const operation of own) {
      if (operation.state === 'in-flight') operation.abandoned = failure;
      else this.#reject(operation, failure);
    }
  }

  /** Stops waiting for messages on behalf of this lane. */
  abandonWaits(lane: Lane, failure: Error): void {
    for (const operation of [...lane.open]) if (operation.isWait) this.#giveUp(operation, failure);
  }

  /** The daemon has answered an operation. */
  answered(operation: Operation, answer: Answer): void {
    if (!operation.isWait) this.#window.answered(operation);
    if (operation.state === 'done') return;
    this.#landed(operation);
    const delayMs = retryDelayOf(operation, answer);
    if (delayMs === undefined) this.#settle(operation, answer);
    else if (operation.abandoned !== undefined) this.#reject(operation, operation.abandoned);
    else this.#rest(operation, delayMs);
    if (operation.chain !== undefined) this.#restIfQuiet(operation.chain);
  }

  /** A stream is over. What it left unanswered is sent again first, except what is not wanted any more. */
  streamEnded(stream: WorkerStream, error: DbosdError | undefined): void {
    const unanswered = stream.inFlight.all.filter(({ state }) => state === 'in-flight');
    stream.inFlight.clear();
    for (const operation of unanswered) this.#landed(operation);
    if (error?.reason === 'TRANSPORT') this.#endStopped(unanswered, error);
    this.#ready.putBack(unanswered.filter((operation) => this.#isToBeSentAgain(operation)));
    for (const { lane } of unanswered) this.#unpark(lane);
  }

  /**
   * Moves a lane from the stream that it is on to the next one: its waits, where nothing else of it is in flight; the
   * rest follows when that is answered.
   */
  moveTo(lane: Lane, next: WorkerStream | undefined): void {
    const { stream } = lane;
    if (stream === next || lane.calls > 0) return;
    for (const operation of lane.open) {
      if (stream === undefined || operation.stream !== stream) continue;
      stream.cancel(operation);
      this.#landed(operation);
      this.#ready.push(operation);
    }
    this.#unpark(lane);
  }

  /** Puts operations on a stream while it has room for them. */
  fill(stream: WorkerStream): void {
    const { clock, codec } = this.#options;
    while (stream.link.isWritable) {
      const operation = this.#ready.first;
      if (operation === undefined) return;
      const { lane } = operation;
      if (lane.stream !== undefined && lane.stream !== stream) {
        this.#ready.takeFirst();
        lane.parked.push(operation);
        continue;
      }
      const frame = codec.encode({ operations: [wireOf(operation)] });
      if (frame.length > stream.limits.maxOperationBytes) {
        this.#ready.takeFirst();
        this.#reject(operation, tooLarge(frame.length, stream.limits.maxOperationBytes));
        continue;
      }
      if (!operation.isWait && !stream.hasRoom(frame.length, this.#window.bytes)) return;
      this.#ready.takeFirst();
      operation.state = 'in-flight';
      operation.stream = stream;
      operation.writtenAtMs = clock.monotonicMs();
      lane.departed(operation, stream);
      stream.add(operation, frame);
    }
  }

  // In flight

  /** Fails an operation that no stream gets through, where that is certain. Only a broken connection shows it. */
  #endStopped(unanswered: readonly Operation[], error: DbosdError): void {
    const operations = unanswered.filter(({ isWait }) => !isWait);
    const stopped = this.#window.broke(operations, this.#options.clock.monotonicMs());
    if (stopped !== undefined) stopped.abandoned = stoppedOnTheWay('an operation', stopped, error);
  }

  #isToBeSentAgain(operation: Operation): boolean {
    const { chain, abandoned } = operation;
    if (abandoned !== undefined) {
      this.#reject(operation, abandoned);
      return false;
    }
    if (chain?.isHeld !== true) return true;
    operation.state = 'held';
    this.#restIfQuiet(chain);
    return false;
  }

  #landed(operation: Operation): void {
    operation.lane.landed(operation);
    operation.stream = undefined;
  }

  // Not in flight

  #makeReady(operation: Operation): void {
    this.#ready.push(operation);
    this.#options.onReady();
  }

  #unpark(lane: Lane): void {
    if (lane.parked.length === 0) return;
    for (const operation of lane.parked.splice(0)) this.#ready.push(operation);
    this.#options.onReady();
  }

  #advance(chain: Chain): void {
    for (const operation of chain.takeReady()) this.#makeReady(operation);
  }

  #rest(operation: Operation, delayMs: number): void {
    if (operation.chain !== undefined) {
      operation.state = 'held';
      this.#hold(operation.chain, operation.lane, delayMs);
      return;
    }
    operation.retries += 1;
    operation.state = 'resting';
    this.#resting.start(operation, delayMs, () => {
      this.#makeReady(operation);
    });
  }

  #hold(chain: Chain, lane: Lane, restMs: number): void {
    chain.hold(restMs);
    this.#ready.sweep();
    lane.parked = lane.parked.filter(({ state }) => state === 'ready');
  }

  /** Once nothing of a held chain is in flight, it rests and then begins again. */
  #restIfQuiet(chain: Chain): void {
    if (!chain.isHeld || chain.hasInFlight || chain.isEmpty || this.#resting.has(chain)) return;
    this.#resting.start(chain, chain.restMs, () => {
      for (const operation of chain.release()) this.#makeReady(operation);
      this.#advance(chain);
    });
  }

  // Ends

  #settle(operation: Operation, answer: Answer): void {
    if (answer.error) {
      this.#reject(operation, fromStatus(answer.error));
      return;
    }
    if (operation.chain !== undefined) operation.chain.retries = 0;
    this.#over(operation);
    operation.resolve(answer);
  }

  #reject(operation: Operation, error: Error): void {
    this.#over(operation);
    operation.reject(error);
  }

  #over(operation: Operation): void {
    const { chain } = operation;
    if (operation.state === 'resting') this.#resting.cancel(operation);
    operation.state = 'done';
    operation.lane.leave(operation);
    if (chain === undefined) return;
    if (chain.isHeld && chain.isEmpty) this.#resting.cancel(chain);
    this.#advance(chain);
  }

  /** Forgets an operation whose lane ends. If it has its effect all the same, the worker does not learn of it. */
  #giveUp(operation: Operation, failure: Error): void {
    const { chain, stream } = operation;
    if (operation.state === 'resting') this.#resting.cancel(operation);
    if (chain?.isHeld === true) this.#resting.cancel(chain);
    if (operation.state === 'in-flight' && stream !== undefined) {
      // Other operations stay counted where they are until they are answered, as the daemon counts them.
      if (operation.isWait) stream.cancel(operation);
      this.#landed(operation);
    }
    operation.state = 'done';
    operation.lane.open.delete(operation);
    operation.reject(failure);
  }
}

/** Whether a lane takes a further operation. A workflow's end always: otherwise it would never end for anyone. */
export function hasRoom({ open }: Lane, { body }: OperationCall): boolean {
  return open.size < MAX_OPEN_OPERATIONS || body.finishWorkflow !== undefined;
}
