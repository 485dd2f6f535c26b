import { type ListedMessage, UndecodableError, UndecodableValue } from '@dbosd/client';
import { DbosdError, isTerminal } from '@dbosd/shared';
import { EXIT, type ExitCode } from '../errors.js';
import { readValue } from '../input/message.js';
import { MESSAGES, type ShownMessage } from '../views/communication.js';
import { limited } from './limited.js';
import { markOf } from './undecodable.js';
import { listOrWatch, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface MessagesGiven extends WatchGiven {
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
      state,
      topic,
      sentSince: since,
      sentBefore: until,
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

interface SendGiven {
  readonly workflowId: string;
  readonly message?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly text?: boolean;
  readonly native?: boolean;
  readonly requireActive?: boolean;
  readonly rejectDifferent?: boolean;
}

/** `dbosd send`: prints the id of the message when it is stored. */
export async function send(given: SendGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, output, terminal, signal } = surroundings;
  const { workflowId: destinationID, topic, key, requireActive = false, rejectDifferent = false } = given;
  const message = await readValue(
    { said: given.message, isText: given.text ?? false, name: 'message' },
    terminal,
  );
  // A batch of one, because it tells what became of it.
  const [outcome] = await client.sendBatch(
    [
      {
        destinationID,
        message,
        topic,
        idempotencyKey: key,
        ...(given.native === true ? { serializationType: 'native' as const } : {}),
      },
    ],
    { requireActive, rejectDifferent, signal },
  );
  if (outcome === undefined) throw new Error('the daemon answered without an outcome');
  if (!outcome.ok) throw outcome.error;
  const { messageID, duplicate, differs, destinationStatus } = outcome;
  if (duplicate) {
    output.tell(`a${differs ? ' different' : ''} message with this key was sent before; it is unchanged`);
  }
  if (isTerminal(destinationStatus)) {
    output.tell(
      `${destinationID} has ended (${destinationStatus}): it receives this only if it is resumed or rewound`,
    );
  }
  if (output.format === 'table') await output.line(messageID);
  else await output.value({ messageID, duplicate, differs, destinationStatus });
  return EXIT.ok;
}
