import { status, type StatusObject } from '@grpc/grpc-js';
import { startTimer } from '../clock.js';
import { DbosdError } from '../errors/dbosd-error.js';
import { transportError } from '../errors/status.js';
import type { Target } from './addresses.js';
import { createChannel, type Channel } from './channel.js';
import { streamError, type LinkTransport } from './link.js';

/** What a stream is opened for: it gets every frame, the first one included, and the stream's status. */
export interface LinkUser<Frame> {
  received(frame: Frame): void;
  closed(stream: StatusObject): void;
}

export interface Opening {
  readonly target: Target;
  readonly signal: AbortSignal;
  /**
   * How long a stream may be silent before a health check is tried on its connection: if that gets through, a proxy
   * holds the stream back. Undefined: until its time is over, for daemons that have to do something before they answer.
   */
  readonly silentMs: number | undefined;
}

export interface LinkOpening<Frame, U extends LinkUser<Frame>> extends Opening {
  /** The limit of one attempt. */
  readonly timeoutMs: number;
  readonly path: string;
  readonly decode: (frame: Buffer) => Frame;
  /** The first frame of this end. Undefined: the daemon sends first. */
  readonly hello: (() => Buffer) | undefined;
  /** What the daemon is expected to do, for the message that it did not. */
  readonly expected: string;
  /** Begins with the daemon's first frame. Undefined: that is not a frame of a dbosd. */
  readonly begin: (first: Frame, transport: LinkTransport) => U | undefined;
}

/** How long the stream may still take after a health check has got through that was begun later. */
const GRACE_MS = 500;

/** Opens a link to one daemon. Rejects with what the daemon answered, or with TRANSPORT: it cannot be reached. */
export function openLink<Frame, U extends LinkUser<Frame>>(opening: LinkOpening<Frame, U>): Promise<U> {
  return openOnChannel(opening, (channel, signal) => firstFrame(opening, channel, signal));
}

function firstFrame<Frame, U extends LinkUser<Frame>>(
  opening: LinkOpening<Frame, U>,
  channel: Channel,
  signal: AbortSignal,
): Promise<U> {
  return new Promise((resolve, reject) => {
    const { target, timeoutMs, hello, expected, begin } = opening;
    const stream = channel.openStream(opening.path, opening.decode);
    let user: U | undefined;
    const onAbort = (): void => {
      giveUp(transportError(status.CANCELLED, 'the attempt was given up'));
    };
    const cancelTimer = startTimer(timeoutMs, () => {
      const message = `${target.authority} did not ${expected} in ${String(timeoutMs)} ms`;
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
    // The status holds all that the error holds.
    stream.on('error', () => undefined);
    stream.on('data', (frame: Frame) => {
      if (user === undefined) {
        user = begin(frame, { target, channel, stream });
        if (user === undefined) {
          giveUp(transportError(status.INTERNAL, `what answers at ${target.authority} is not a dbosd`));
          return;
        }
        settle();
        resolve(user);
      }
      user.received(frame);
    });
    stream.on('status', (closed: StatusObject) => {
      settle();
      if (user === undefined) reject(streamError(closed));
      else user.closed(closed);
    });
    if (hello !== undefined) stream.write(hello());
  });
}

/**
 * Opens a stream to one daemon, on a channel of its own. Rejects with what the daemon answered, or with TRANSPORT: it
 * cannot be reached, or a proxy in between does not carry bidirectional streams (then a unary health check still gets
 * through). A connection that broke at that moment looks like such a proxy, so what fails at once although the daemon
 * answers is tried once more. `open` gets a signal that is aborted with the opening's, or when a proxy holds the stream
 * back.
 */
export async function openOnChannel<S>(
  opening: Opening,
  open: (channel: Channel, signal: AbortSignal) => Promise<S>,
): Promise<S> {
  const channel = createChannel(opening.target);
  try {
    return await tryTwice(opening, channel, () => openUnlessHeldBack(opening, channel, open));
  } catch (error) {
    channel.close();
    throw error;
  }
}

/** Gives up a stream that stays silent while a health check gets through. */
async function openUnlessHeldBack<S>(
  { signal, silentMs }: Opening,
  channel: Channel,
  open: (channel: Channel, signal: AbortSignal) => Promise<S>,
): Promise<S> {
  if (silentMs === undefined) return open(channel, signal);
  const heldBack = new AbortController();
  let isSettled = false;
  let cancelTimer = startTimer(silentMs, () => {
    void channel.isServing().then((isServing) => {
      if (!isServing || isSettled) return;
      cancelTimer = startTimer(GRACE_MS, () => {
        heldBack.abort();
      });
    });
  });
  try {
    return await open(channel, AbortSignal.any([signal, heldBack.signal]));
  } catch (error) {
    if (!heldBack.signal.aborted || signal.aborted) throw error;
    throw transportError(
      status.DEADLINE_EXCEEDED,
      'the stream stays silent while a health check is answered',
    );
  } finally {
    isSettled = true;
    cancelTimer();
  }
}

async function tryTwice<S>(
  { target, signal }: Opening,
  channel: Channel,
  open: () => Promise<S>,
): Promise<S> {
  for (let isLast = false; ; isLast = true) {
    try {
      return await open();
    } catch (cause) {
      const error = cause as DbosdError;
      if (error.reason !== 'TRANSPORT' || signal.aborted) throw error;
      if (!(await channel.isServing())) throw unreachable(target, error);
      // A stream that stays silent until its time is over has not been broken.
      if (isLast || error.code === status.DEADLINE_EXCEEDED) throw behindProxy(target, error);
    }
  }
}

function unreachable({ authority }: Target, error: DbosdError): DbosdError {
  return new DbosdError({
    reason: 'TRANSPORT',
    message: `no dbosd can be reached at ${authority} (${error.message}): start it, or correct the address`,
    code: error.code,
    cause: error,
  });
}

function behindProxy({ authority }: Target, error: DbosdError): DbosdError {
  return new DbosdError({
    reason: 'TRANSPORT',
    message:
      `a dbosd at ${authority} is up and answers calls, but its sessions do not open (${error.message}): ` +
      'the proxy in between does not carry bidirectional streams. Let it pass gRPC (HTTP/2 to the daemon, no buffering)',
    code: error.code,
    metadata: { proxy: 'no_bidirectional_streams' },
    cause: error,
  });
}
