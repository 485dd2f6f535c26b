import { status, type StatusObject } from '@grpc/grpc-js';
import { startTimer, transportError, type Clock, type DbosdError } from '@dbosd/shared';
import type { Target } from './addresses.js';
import type { Channel, FrameStream } from './channel.js';
import { OPEN_PATH, type Codec } from './codec.js';
import { openOnChannel } from './open-on-channel.js';
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

const SILENT_MS = 3000;

/** Opens a session to one daemon. Rejects with what the daemon said, or with TRANSPORT. */
export function openSession(opening: SessionOpening): Promise<Session> {
  // A daemon opens a session before it does anything else: long before a third of the time is over.
  const silentMs = Math.min(opening.timeoutMs / 3, SILENT_MS);
  return openOnChannel({ ...opening, silentMs }, (channel, signal) =>
    firstFrame({ ...opening, signal }, channel),
  );
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
