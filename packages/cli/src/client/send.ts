import { isTerminal } from '@dbosd/shared';
import { EXIT, type ExitCode } from '../exit-code.js';
import { readValue } from '../input/message.js';
import type { ClientSurroundings } from './with-client.js';

export interface SendGiven {
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
        ...(topic === undefined ? {} : { topic }),
        ...(key === undefined ? {} : { idempotencyKey: key }),
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
