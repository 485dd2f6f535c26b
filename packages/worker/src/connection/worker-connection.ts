import { Connector, isHopeless, SendWindow, stoppedOnTheWay, type Addresses } from '@dbosd/client/internal';
import {
  EXECUTOR_ID_WAIT_MS,
  Flusher,
  fromStatus,
  startTimer,
  transportError,
  type Clock,
  type contract,
  type DbosdError,
} from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import type { Chain } from './chain.js';
import { createCodec, type Codec } from './codec.js';
import type { Lane } from './lane.js';
import { openWorkerStream } from './open-worker-stream.js';
import type { Operation, OperationCall } from './operation.js';
import { ReadyQueue } from './ready-queue.js';
import type { StopCause } from './stop-cause.js';
import { full, MAX_OPEN_OPERATIONS, retryDelayOf, tooLarge, wireOf, type Answer } from './wire-operation.js';
import type { StreamOwner, WorkerStream } from './worker-stream.js';

export interface WorkerConnectionParts {
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** How long one attempt to connect may take, and how long `connect` tries. */
  readonly connectTimeoutMs: number;
  readonly hello: () => contract.WorkerHello;
  /** What the daemon pushes. */
  readonly owner: Pick<StreamOwner, 'assigned' | 'checkpoints' | 'stopped'>;
  /** No daemon took the worker; it is tried again. */
  readonly onTrouble: (error: DbosdError) => void;
  readonly onConnected: (stream: WorkerStream) => void;
}

/** How long a daemon has for a worker's goodbye. */
const GOODBYE_MS = 5000;

/** A try of a step. */
type TryPlace = Required<Pick<OperationCall, 'functionId' | 'stepAttempt'>>;

interface Launch {
  readonly startedAtMs: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The worker's connection to the daemons: operations that outlive the streams that carry them. What is unanswered when a
 * stream breaks is sent again on the next, in order; what fails in passing is tried again until its workflow is stopped.
 */
export class WorkerConnection {
  readonly #parts: WorkerConnectionParts;
  readonly #codec: Codec = createCodec();
  readonly #connector: Connector<WorkerStream>;
  readonly #ready = new ReadyQueue();
  readonly #window = new SendWindow();
  readonly #streams = new Set<WorkerStream>();
  #current: WorkerStream | undefined;
  #opening: Promise<void> | undefined;
  #launch: Launch | undefined;
  readonly #flusher = new Flusher(() => {
    this.#pump();
  });
  #onEnded: (() => void) | undefined;
  #closed: DbosdError | undefined;
  #lastId = 0;

  constructor(parts: WorkerConnectionParts) {
    this.#parts = parts;
    const { addresses, clock, connectTimeoutMs: timeoutMs, hello } = parts;
    const owner = this.#owner();
    this.#connector = new Connector({
      addresses,
      clock,
      openOne: (target, signal) =>
        openWorkerStream({ target, codec: this.#codec, clock, owner, hello, timeoutMs, signal }),
      onFailure: (errors) => {
        this.#failed(errors);
      },
    });
  }

  /** Resolves when a daemon has taken the worker. Rejects with TRANSPORT, or with the daemon's refusal. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#launch = { startedAtMs: this.#parts.clock.monotonicMs(), resolve, reject };
      this.#want();
    });
  }

  /** Carries out an operation. What is issued in one tick shares frames, and keeps its order within a lane. */
  perform(lane: Lane, call: OperationCall): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failure = lane.stopped?.() ?? this.#closed ?? (hasRoom(lane, call) ? undefined : full());
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      this.#lastId += 1;
      // Property by property: a spread costs more than all the rest. What is absent is undefined here.
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
        stopResting: undefined,
      };
      lane.enter(operation);
      if (operation.chain === undefined) this.#makeReady(operation);
      else this.#advance(operation.chain);
    });
  }

  /** Fails what the lane has under way, and all that it is asked for from now on. */
  stop(lane: Lane, cause: StopCause): void {
    lane.stopped ??= cause;
    for (const operation of [...lane.open]) this.#giveUp(operation, cause());
    lane.parked = [];
  }

  /** Sends nothing more of a try of a step: what waits fails, what is in flight is not sent again. */
  abandonTry(lane: Lane, { functionId, stepAttempt }: TryPlace, failure: Error): void {
    const own = [...lane.open].filter(
      (operation) => operation.functionId === functionId && operation.stepAttempt === stepAttempt,
    );
    for (const operation of own) {
      if (operation.state === 'in-flight') operation.abandoned = failure;
      else this.#reject(operation, failure);
    }
  }

  /** Waits no longer for messages on behalf of this lane. */
  abandonWaits(lane: Lane, failure: Error): void {
    for (const operation of [...lane.open]) if (operation.isWait) this.#giveUp(operation, failure);
    this.#moveWaits(lane);
  }

  /** Says what the worker takes from now on. */
  offer(offer: contract.WorkerOffer): void {
    this.#current?.offer(offer);
  }

  /** Says goodbye, and ends the streams when the daemon has handed over what is left, or after 5 s. */
  async close(): Promise<void> {
    this.#closed = transportError(status.CANCELLED, 'the worker was shut down');
    this.#connector.stop();
    await this.#opening;
    const ended = new Promise<void>((resolve) => {
      this.#onEnded = resolve;
    });
    for (const stream of [...this.#streams]) {
      if (stream === this.#current) stream.goodbye();
      else stream.halfClose();
    }
    if (this.#streams.size > 0) {
      const cancelTimer = startTimer(GOODBYE_MS, () => {
        for (const stream of [...this.#streams]) stream.break(this.#closed as DbosdError);
      });
      await ended;
      cancelTimer();
    }
  }

  #owner(): StreamOwner {
    return {
      ...this.#parts.owner,
      answered: (operation, answer) => {
        this.#answered(operation, answer);
      },
      drained: () => {
        this.#schedule();
      },
      goingAway: (stream) => {
        if (stream !== this.#current) return;
        this.#parts.addresses.avoid(stream.target);
        this.#connector.lost(stream);
        this.#want();
      },
      ended: (stream, error) => {
        this.#ended(stream, error);
      },
    };
  }

  #want(): void {
    if (this.#closed !== undefined || this.#opening !== undefined) return;
    this.#opening = this.#connector.open().then(
      (stream) => {
        this.#opening = undefined;
        this.#opened(stream);
      },
      () => {
        // Stopped: nobody wants it any more.
        this.#opening = undefined;
      },
    );
  }

  #opened(stream: WorkerStream): void {
    if (stream.ended) {
      this.#connector.lost(stream);
      this.#want();
      return;
    }
    const previous = this.#current;
    this.#streams.add(stream);
    this.#current = stream;
    this.#launch?.resolve();
    this.#launch = undefined;
    this.#parts.onConnected(stream);
    if (previous !== undefined) this.#leave(previous);
    if (stream.leaving) this.#want();
    this.#schedule();
  }

  /** Moves waits to the next stream where nothing else of their lane is in flight; the rest follows its answers. */
  #leave(stream: WorkerStream): void {
    const lanes = new Set([...stream.inFlight.values()].map(({ lane }) => lane));
    for (const lane of lanes) this.#moveWaits(lane);
    this.#closeIfIdle(stream);
  }

  #moveWaits(lane: Lane): void {
    const { stream } = lane;
    if (stream === this.#current || lane.calls > 0) return;
    for (const operation of lane.open) {
      if (stream === undefined || operation.stream !== stream) continue;
      stream.cancel(operation);
      this.#landed(operation);
      this.#ready.push(operation);
    }
    if (lane.parked.length === 0) return;
    for (const operation of lane.parked.splice(0)) this.#ready.push(operation);
    this.#schedule();
  }

  /** A daemon that drains waits for its workers: it is left although there is none to go to. */
  #leaveDraining(): void {
    const stream = this.#current;
    if (stream?.draining !== true) return;
    this.#current = undefined;
    this.#leave(stream);
  }

  #closeIfIdle(stream: WorkerStream): void {
    if (stream !== this.#current && stream.inFlight.size === 0) stream.halfClose();
  }

  #ended(stream: WorkerStream, error: DbosdError | undefined): void {
    this.#streams.delete(stream);
    const unanswered = [...stream.inFlight.values()].filter(({ state }) => state === 'in-flight');
    stream.inFlight.clear();
    for (const operation of unanswered) this.#landed(operation);
    this.#endStopped(unanswered, error);
    this.#ready.putBack(unanswered.filter((operation) => this.#isToBeSentAgain(operation)));
    for (const { lane } of unanswered) {
      for (const operation of lane.parked.splice(0)) this.#ready.push(operation);
    }
    if (stream === this.#current) {
      this.#current = undefined;
      this.#connector.lost(stream);
      if (error !== undefined && this.#closed === undefined) this.#parts.onTrouble(error);
      this.#want();
    }
    if (this.#streams.size === 0) this.#onEnded?.();
    this.#schedule();
  }

  /** Fails an operation that no stream gets through, where that is plain. Only a connection that broke says so. */
  #endStopped(unanswered: readonly Operation[], error: DbosdError | undefined): void {
    if (error?.reason !== 'TRANSPORT' || this.#closed !== undefined) return;
    const operations = unanswered.filter(({ isWait }) => !isWait);
    const stopped = this.#window.broke(operations, this.#parts.clock.monotonicMs());
    if (stopped !== undefined) stopped.abandoned = stoppedOnTheWay('an operation', stopped, error);
  }

  #failed(errors: readonly DbosdError[]): void {
    const error = errors.find(isHopeless) ?? errors.at(-1);
    if (error === undefined) return;
    this.#leaveDraining();
    this.#parts.onTrouble(error);
    const launch = this.#launch;
    if (launch === undefined) return;
    const isHeld = error.reason === 'EXECUTOR_ID_IN_USE';
    const patienceMs = isHeld ? EXECUTOR_ID_WAIT_MS : isHopeless(error) ? 0 : this.#parts.connectTimeoutMs;
    if (this.#parts.clock.monotonicMs() - launch.startedAtMs < patienceMs) return;
    this.#launch = undefined;
    this.#closed = error;
    this.#connector.stop();
    launch.reject(error);
  }

  #answered(operation: Operation, answer: Answer): void {
    const { lane, stream } = operation;
    if (!operation.isWait) this.#window.answered(operation);
    if (operation.state !== 'done') {
      this.#landed(operation);
      const delayMs = retryDelayOf(operation, answer);
      if (delayMs === undefined) this.#settle(operation, answer);
      else if (operation.abandoned !== undefined) this.#reject(operation, operation.abandoned);
      else this.#rest(operation, delayMs);
      if (operation.chain !== undefined) this.#restIfQuiet(operation.chain);
    }
    this.#moveWaits(lane);
    if (stream !== undefined) this.#closeIfIdle(stream);
    this.#schedule();
  }

  #settle(operation: Operation, answer: Answer): void {
    if (answer.error) this.#reject(operation, fromStatus(answer.error));
    else {
      if (operation.chain !== undefined) operation.chain.retries = 0;
      this.#over(operation);
      operation.resolve(answer);
    }
  }

  #reject(operation: Operation, error: Error): void {
    this.#over(operation);
    operation.reject(error);
  }

  #over(operation: Operation): void {
    operation.stopResting?.();
    operation.state = 'done';
    operation.lane.leave(operation);
    if (operation.chain !== undefined) this.#advance(operation.chain);
  }

  /** Forgets an operation whose lane ends. What has its effect all the same is not heard of. */
  #giveUp(operation: Operation, failure: Error): void {
    operation.stopResting?.();
    operation.chain?.stopResting?.();
    const { stream } = operation;
    if (operation.state === 'in-flight' && stream !== undefined) {
      // Other operations stay counted where they are until they are answered, as the daemon counts them.
      if (operation.isWait) stream.cancel(operation);
      this.#landed(operation);
    }
    operation.state = 'done';
    operation.lane.open.delete(operation);
    operation.reject(failure);
  }

  #rest(operation: Operation, delayMs: number): void {
    if (operation.chain !== undefined) {
      operation.state = 'held';
      this.#hold(operation.chain, operation.lane, delayMs);
      return;
    }
    operation.retries += 1;
    operation.state = 'resting';
    operation.stopResting = startTimer(delayMs, () => {
      operation.stopResting = undefined;
      this.#makeReady(operation);
    });
  }

  #advance(chain: Chain): void {
    for (const operation of chain.takeReady()) this.#makeReady(operation);
  }

  #hold(chain: Chain, lane: Lane, restMs: number): void {
    chain.hold(restMs);
    this.#ready.sweep();
    lane.parked = lane.parked.filter(({ state }) => state === 'ready');
  }

  /** A held chain rests when nothing of it is in flight, and then begins again. */
  #restIfQuiet(chain: Chain): void {
    if (!chain.isHeld || chain.hasInFlight || chain.isEmpty || chain.stopResting !== undefined) return;
    chain.stopResting = startTimer(chain.restMs, () => {
      for (const operation of chain.release()) this.#makeReady(operation);
      this.#advance(chain);
    });
  }

  /** What a break came upon goes first on the next stream, but for what has to wait, or is wanted no more. */
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

  #makeReady(operation: Operation): void {
    this.#ready.push(operation);
    this.#schedule();
  }

  #schedule(): void {
    this.#flusher.schedule();
  }

  #pump(): void {
    const stream = this.#current;
    if (stream !== undefined) this.#fill(stream);
    for (const one of this.#streams) one.flush();
  }

  #fill(stream: WorkerStream): void {
    while (stream.isWritable) {
      const operation = this.#ready.first;
      if (operation === undefined) return;
      const { lane } = operation;
      if (lane.stream !== undefined && lane.stream !== stream) {
        this.#ready.takeFirst();
        lane.parked.push(operation);
        continue;
      }
      const frame = this.#codec.encode({ operations: [wireOf(operation)] });
      if (frame.length > stream.limits.maxOperationBytes) {
        this.#ready.takeFirst();
        this.#reject(operation, tooLarge(frame.length, stream.limits.maxOperationBytes));
        continue;
      }
      if (!operation.isWait && !stream.hasRoom(frame.length, this.#window.bytes)) return;
      this.#ready.takeFirst();
      operation.state = 'in-flight';
      operation.stream = stream;
      operation.writtenAtMs = this.#parts.clock.monotonicMs();
      lane.departed(operation, stream);
      stream.add(operation, frame);
    }
  }
}

/** Whatever a workflow has under way, its end can be recorded: else nobody would ever learn of it. */
function hasRoom({ open }: Lane, { body }: OperationCall): boolean {
  return open.size < MAX_OPEN_OPERATIONS || body.finishWorkflow !== undefined;
}
