import { status } from '@grpc/grpc-js';
import { DbosdError } from '@dbosd/shared';
import type { Target } from './addresses.js';
import { createChannel, type Channel } from './channel.js';

export interface Opening {
  readonly target: Target;
  readonly signal: AbortSignal;
}

/**
 * Opens a stream to one daemon, on a channel of its own. Rejects with what the daemon said, or with TRANSPORT: it cannot
 * be reached, or a proxy in between does not carry bidirectional streams (then a unary health Check gets through all the
 * same). A connection that broke just then looks like such a proxy, so who fails at once beside a daemon that answers is
 * tried once more.
 */
export async function openOnChannel<S>(opening: Opening, open: (channel: Channel) => Promise<S>): Promise<S> {
  const channel = createChannel(opening.target);
  try {
    return await tryTwice(opening, channel, () => open(channel));
  } catch (error) {
    channel.close();
    throw error;
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
