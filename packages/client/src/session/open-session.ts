import { status, type StatusObject } from '@grpc/grpc-js';
import { DbosdError, startTimer, transportError, type Clock } from '@dbosd/shared';
import type { Target } from './addresses.js';
import { createChannel, type Channel, type FrameStream } from './channel.js';
import { OPEN_PATH, type Codec } from './codec.js';
import { Session, streamError, type SessionOwner } from './session.js';

export interface SessionOpening {
  readonly target: Target;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: SessionOwner;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a session to one daemon. Rejects with what the daemon said, or with TRANSPORT: it cannot be reached, or a
 * proxy in between does not carry bidirectional streams (then a unary health Check gets through all the same).
 */
export async function openSession(opening: SessionOpening): Promise<Session> {
  const channel = createChannel(opening.target);
  try {
    return await firstFrame(opening, channel);
  } catch (error) {
    const explained = await explainFailure(error as DbosdError, opening.target, channel, opening.signal);
    channel.close();
    throw explained;
  }
}

function firstFrame(opening: SessionOpening, channel: Channel): Promise<Session> {
  return new Promise((resolve, reject) => {
    const { target, codec, timeoutMs, signal } = opening;
    const stream = channel.openStream(OPEN_PATH, (frame) => codec.decode(frame));
    let session: Session | undefined;
    const onAbort = (): void => {
      giveUp(transportError(status.CANCELLED, 'the client was destroyed'));
    };
    const cancelTimer = startTimer(timeoutMs, () => {
      giveUp(
        transportError(
          status.DEADLINE_EXCEEDED,
          `${target.authority} did not open a session in ${String(timeoutMs)} ms`,
        ),
      );
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
    ignoreErrors(stream);
    stream.on('data', (frame: Parameters<Session['received']>[0]) => {
      if (session === undefined) {
        if (frame.opened === null) {
          giveUp(transportError(status.INTERNAL, `what answers at ${target.authority} is no dbosd`));
          return;
        }
        session = new Session({ ...opening, channel, stream, opened: frame.opened });
        settle();
        resolve(session);
      }
      session.received(frame);
    });
    stream.on('status', (closed: StatusObject) => {
      settle();
      if (session === undefined) reject(streamError(closed));
      else session.closed(closed);
    });
  });
}

// The status says all that the error says.
function ignoreErrors(stream: FrameStream): void {
  stream.on('error', () => undefined);
}

/** Says more about a stream that did not open, where a look at the daemon tells more. */
export async function explainFailure(
  error: DbosdError,
  target: Target,
  channel: Channel,
  signal: AbortSignal,
): Promise<DbosdError> {
  if (error.reason !== 'TRANSPORT' || signal.aborted) return error;
  if (await channel.isServing()) {
    return new DbosdError({
      reason: 'TRANSPORT',
      message:
        `a dbosd at ${target.authority} is up and answers calls, but its sessions do not open (${error.message}): ` +
        'the proxy in between does not carry bidirectional streams. Let it pass gRPC (HTTP/2 to the daemon, no buffering)',
      code: error.code,
      metadata: { proxy: 'no_bidirectional_streams' },
      cause: error,
    });
  }
  return new DbosdError({
    reason: 'TRANSPORT',
    message: `no dbosd can be reached at ${target.authority} (${error.message}): start it, or correct the address`,
    code: error.code,
    cause: error,
  });
}
