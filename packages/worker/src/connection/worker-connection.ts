import {
  EXECUTOR_ID_WAIT_MS,
  Flusher,
  isHopeless,
  LinkPool,
  RetryBudget,
  startTimer,
  transportError,
  type Addresses,
  type Clock,
  type contract,
  type DbosdError,
  type Retryable,
} from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import type { Lane, StopCause } from './lane.js';
import { type OperationCall, full, type Answer } from './operation.js';
import { hasRoom, Operations, type TryPlace } from './operations.js';
import { createCodec, openWorkerStream, type StreamOwner, type WorkerStream } from './worker-stream.js';

interface WorkerConnectionOptions {
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** How long one attempt to connect may take, and how long `connect` tries. */
  readonly connectTimeoutMs: number;
  readonly hello: () => contract.WorkerHello;
  /** What the daemon pushes. */
  readonly owner: Pick<StreamOwner, 'assigned' | 'checkpoints' | 'stopped'>;
  /** No daemon let the worker in; it is tried again. */
  readonly onTrouble: (error: DbosdError) => void;
  readonly onConnected: (stream: WorkerStream) => void;
}

/** How long a daemon has for a worker's goodbye. */
const GOODBYE_MS = 5000;

/** Waits for the first stream. */
interface Launch extends Retryable {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The worker's connection to the daemons: operations that outlive the streams that carry them. What is unanswered when
 * a stream breaks is sent again on the next, in order; what fails for a transient reason is tried again until its
 * workflow is stopped.
 */
export class WorkerConnection {
  readonly #options: WorkerConnectionOptions;
  readonly #streams: LinkPool<WorkerStream>;
  readonly #operations: Operations;
  readonly #connectBudget: RetryBudget;
  readonly #executorIdBudget: RetryBudget;
  readonly #flusher = new Flusher(() => {
    this.#flush();
  });
  /** Where operations go: the stream opened last, also while it is to be left. */
  #current: WorkerStream | undefined;
  #launch: Launch | undefined;
  #onEnded: (() => void) | undefined;
  #closed: DbosdError | undefined;

  constructor(options: WorkerConnectionOptions) {
    this.#options = options;
    const { addresses, clock, connectTimeoutMs: timeoutMs, hello } = options;
    const codec = createCodec();
    this.#connectBudget = new RetryBudget(clock, timeoutMs);
    this.#executorIdBudget = new RetryBudget(clock, EXECUTOR_ID_WAIT_MS);
    this.#operations = new Operations({
      clock,
      codec,
      onReady: () => {
        this.#schedule();
      },
    });
    const owner = this.#owner();
    this.#streams = new LinkPool({
      addresses,
      clock,
      openOne: (target, signal) =>
        openWorkerStream({ target, codec, clock, owner, hello, timeoutMs, signal }),
      onOpened: (stream) => {
        this.#opened(stream);
      },
      onFailure: (errors) => {
        this.#failed(errors);
      },
    });
  }

  /** Resolves when a daemon has let the worker in. Rejects with TRANSPORT, or with the daemon's refusal. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      const failingSinceMs = this.#options.clock.monotonicMs();
      this.#launch = { deadlineMs: undefined, failingSinceMs, resolve, reject };
      this.#streams.want();
    });
  }

  /** Carries out an operation. What is issued in one tick shares frames, and keeps its order within a lane. */
  perform(lane: Lane, call: OperationCall): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failure = lane.stopped?.() ?? this.#closed ?? (hasRoom(lane, call) ? undefined : full());
      if (failure === undefined) this.#operations.begin(lane, call, { resolve, reject });
      else reject(failure);
    });
  }

  /** Fails what the lane has in progress, and all that it is asked for from now on. */
  stop(lane: Lane, cause: StopCause): void {
    lane.stopped ??= cause;
    this.#operations.stop(lane, cause);
  }

  /** Sends nothing more for a try of a step. Waiting operations fail; those in flight are not sent again. */
  abandonTry(lane: Lane, place: TryPlace, failure: Error): void {
    this.#operations.abandonTry(lane, place, failure);
  }

  /** Stops waiting for messages on behalf of this lane. */
  abandonWaits(lane: Lane, failure: Error): void {
    this.#operations.abandonWaits(lane, failure);
    this.#operations.moveTo(lane, this.#current);
  }

  /** Announces what the worker takes from now on. */
  offer(offer: contract.WorkerOffer): void {
    this.#current?.offer(offer);
  }

  /** Says goodbye, and ends the streams when the daemon has handed over what is left, or after 5 s. */
  async close(): Promise<void> {
    const closed = transportError(status.CANCELLED, 'the worker was shut down');
    this.#closed = closed;
    await this.#streams.stop();
    const ended = new Promise<void>((resolve) => {
      this.#onEnded = resolve;
    });
    for (const stream of this.#streams.all) {
      if (stream === this.#current) stream.goodbye();
      else stream.link.halfClose();
    }
    if (this.#streams.all.length === 0) return;
    const cancelTimer = startTimer(GOODBYE_MS, () => {
      for (const { link } of this.#streams.all) link.break(closed);
    });
    await ended;
    cancelTimer();
  }

  #owner(): StreamOwner {
    const { assigned, checkpoints, stopped } = this.#options.owner;
    return {
      assigned,
      checkpoints,
      stopped,
      answered: (operation, answer) => {
        const { lane, stream } = operation;
        this.#operations.answered(operation, answer);
        this.#operations.moveTo(lane, this.#current);
        if (stream !== undefined) this.#closeIfIdle(stream);
        this.#schedule();
      },
      drained: () => {
        this.#schedule();
      },
      goingAway: (stream) => {
        // Whatever its reason, it asks for another daemon: one whose store does not answer would let the worker in
        // again.
        this.#streams.leaving(stream, true);
      },
      ended: (stream, error) => {
        this.#ended(stream, error);
      },
    };
  }

  #opened(stream: WorkerStream): void {
    const previous = this.#current;
    this.#current = stream;
    this.#launch?.resolve();
    this.#launch = undefined;
    this.#options.onConnected(stream);
    if (previous !== undefined) this.#leave(previous);
    this.#schedule();
  }

  /** Moves to the next stream what can move now; the rest follows its answers. */
  #leave(stream: WorkerStream): void {
    const lanes = new Set(stream.inFlight.all.map(({ lane }) => lane));
    for (const lane of lanes) this.#operations.moveTo(lane, this.#current);
    this.#closeIfIdle(stream);
  }

  #closeIfIdle(stream: WorkerStream): void {
    if (stream !== this.#current && stream.inFlight.size === 0) stream.link.halfClose();
  }

  #ended(stream: WorkerStream, error: DbosdError | undefined): void {
    const isClosed = this.#closed !== undefined;
    this.#operations.streamEnded(stream, isClosed ? undefined : error);
    if (stream === this.#current) {
      this.#current = undefined;
      if (error !== undefined && !isClosed) this.#options.onTrouble(error);
    }
    this.#streams.ended(stream, error);
    if (this.#streams.all.length === 0) this.#onEnded?.();
    this.#schedule();
  }

  #failed(errors: readonly DbosdError[]): void {
    const error = errors.find(isHopeless) ?? errors.at(-1);
    if (error === undefined) return;
    this.#leaveDraining();
    this.#options.onTrouble(error);
    const launch = this.#launch;
    if (launch === undefined || this.#budgetOf(error)?.allows(launch) === true) return;
    this.#launch = undefined;
    this.#closed = error;
    void this.#streams.stop();
    launch.reject(error);
  }

  /** For how long a launch that fails so is tried again. Undefined: not at all. */
  #budgetOf(error: DbosdError): RetryBudget | undefined {
    if (error.reason === 'EXECUTOR_ID_IN_USE') return this.#executorIdBudget;
    return isHopeless(error) ? undefined : this.#connectBudget;
  }

  /** A daemon that drains waits for its workers: it is left although there is none to go to. */
  #leaveDraining(): void {
    const stream = this.#current;
    if (stream?.link.draining !== true) return;
    this.#current = undefined;
    this.#leave(stream);
  }

  #schedule(): void {
    this.#flusher.schedule();
  }

  #flush(): void {
    if (this.#current !== undefined) this.#operations.fill(this.#current);
    for (const { link } of this.#streams.all) link.flush();
  }
}
