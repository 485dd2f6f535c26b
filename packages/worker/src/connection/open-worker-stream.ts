import { openOnChannel, streamError, type Channel, type Target } from '@dbosd/client/internal';
import { startTimer, transportError, type Clock, type contract, type DbosdError } from '@dbosd/shared';
import { status, type StatusObject } from '@grpc/grpc-js';
import { CONNECT_PATH, type Codec } from './codec.js';
import { WorkerStream, type StreamOwner } from './worker-stream.js';

export interface StreamOpening {
  readonly target: Target;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: StreamOwner;
  /** Asked for when the stream opens: what the worker runs changes all the time. */
  readonly hello: () => contract.WorkerHello;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Connects a worker to one daemon. Rejects with what the daemon said, or with TRANSPORT: it cannot be reached. */
export function openWorkerStream(opening: StreamOpening): Promise<WorkerStream> {
  return openOnChannel(opening, (channel) => firstFrame(opening, channel));
}

function firstFrame(opening: StreamOpening, channel: Channel): Promise<WorkerStream> {
  return new Promise((resolve, reject) => {
    const { target, codec, timeoutMs, signal } = opening;
    const stream = channel.openStream(CONNECT_PATH, (frame) => codec.decode(frame));
    let worker: WorkerStream | undefined;
    const onAbort = (): void => {
      giveUp(transportError(status.CANCELLED, 'the worker was shut down'));
    };
    const cancelTimer = startTimer(timeoutMs, () => {
      const message = `${target.authority} did not accept the worker in ${String(timeoutMs)} ms`;
      giveUp(transportError(status.DEADLINE_EXCEEDED, message));
    });
    const settle = (): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
    };
    const giveUp = (error: DbosdError): void => {
      settle();
      stream.cancel();
      reject(error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // The status says all that the error says.
    stream.on('error', () => undefined);
    stream.on('data', (frame: contract.ConnectResponse__Output) => {
      if (worker === undefined) {
        if (frame.accepted === null) {
          giveUp(transportError(status.INTERNAL, `what answers at ${target.authority} is no dbosd`));
          return;
        }
        worker = new WorkerStream({ ...opening, channel, stream, accepted: frame.accepted });
        settle();
        resolve(worker);
        // Of what this worker no longer runs it must hear before it sends anything.
        for (const stop of frame.accepted.stops) opening.owner.stopped(stop);
      }
      worker.received(frame);
    });
    stream.on('status', (closed: StatusObject) => {
      settle();
      if (worker === undefined) reject(streamError(closed));
      else worker.closed(closed);
    });
    stream.write(codec.encode({ hello: opening.hello() }));
  });
}
