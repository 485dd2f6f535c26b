import { UndecodableError, UndecodableValue, type ListedMessage } from '@dbosd/client';
import { DbosdError } from '@dbosd/shared';
import type { ExitCode } from '../exit-code.js';
import { MESSAGES, type ShownMessage } from '../views/messages.js';
import { limited } from './limited.js';
import { markOf } from './undecodable.js';
import { listOrWatch, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

export interface MessagesGiven extends WatchGiven {
  readonly workflowId: string;
  readonly state?: 'waiting' | 'consumed';
  readonly topic?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 100;

/** `dbosd messages` */
export function messages(given: MessagesGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const { workflowId, state, topic, since, until, limit = DEFAULT_LIMIT } = given;
  const read = (): AsyncGenerator<ListedMessage, void, unknown> =>
    client.listMessages(workflowId, {
      ...(state === undefined ? {} : { state }),
      ...(topic === undefined ? {} : { topic }),
      ...(since === undefined ? {} : { sentSince: since }),
      ...(until === undefined ? {} : { sentBefore: until }),
      signal,
    });
  return listOrWatch(
    given,
    { view: MESSAGES, read: (note) => shown(limited(read(), limit, note)) },
    surroundings,
  );
}

async function* shown(listed: AsyncIterable<ListedMessage>): AsyncGenerator<ShownMessage, void, unknown> {
  for await (const message of listed) yield { listed: message, ...valueOf(message) };
}

// A value that cannot be decoded does not hide the other messages.
function valueOf(listed: ListedMessage): Omit<ShownMessage, 'listed'> {
  try {
    return { value: listed.message, unreadable: undefined };
  } catch (error) {
    if (!(error instanceof DbosdError)) throw error;
    if (!(error instanceof UndecodableError))
      return { value: new UndecodableValue({}, error), unreadable: error.message };
    return { value: markOf(error), unreadable: error.why };
  }
}
