import { status } from '@grpc/grpc-js';
import { DbosdError, startTimer, transportError } from '@dbosd/shared';
import type { Target } from './addresses.js';
import { createChannel, type Channel } from './channel.js';

export interface Opening {
  readonly target: Target;
  readonly signal: AbortSignal;
  /**
   * How long a stream may say nothing before a health Check is tried beside it: where that gets through, a proxy keeps the
   * stream back. Undefined: until its time is over, for daemons that have to think before they say anything.
   */
  readonly silentMs?: number;
}

/** How long the stream may still take once a Check has got through that was begun after it. */
const GRACE_MS = 500;

/**
 * Opens a stream to one daemon, on a channel of its own. Rejects with what the daemon said, or with TRANSPORT: it cannot
 * be reached, or a proxy in between does not carry bidirectional streams (then a unary health Check gets through all the
 * same). A connection that broke just then looks like such a proxy, so what fails at once although the daemon answers is
 * tried once more. `open` gets a signal, which is that of the opening, or says that a proxy keeps the stream back.
 */
export async function openOnChannel<S>(
  opening: Opening,
  open: (channel: Channel, signal: AbortSignal) => Promise<S>,
): Promise<S> {
  const channel = createChannel(opening.target);
  try {
    return await tryTwice(opening, channel, () => openUnlessKept(opening, channel, open));
  } catch (error) {
    channel.close();
    throw error;
  }
}

/** Gives a stream up that stays silent while a Check gets through. */
async function openUnlessKept<S>(
  { signal, silentMs }: Opening,
  channel: Channel,
  open: (channel: Channel, signal: AbortSignal) => Promise<S>,
): Promise<S> {
  if (silentMs === undefined) return open(channel, signal);
  const kept = new AbortController();
  let isSettled = false;
  let cancelTimer = startTimer(silentMs, () => {
    void channel.isServing().then((isServing) => {
      if (!isServing || isSettled) return;
      cancelTimer = startTimer(GRACE_MS, () => {
        kept.abort();
      });
    });
  });
  try {
    return await open(channel, AbortSignal.any([signal, kept.signal]));
  } catch (error) {
    if (!kept.signal.aborted || signal.aborted) throw error;
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
