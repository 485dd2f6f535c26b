import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { MESSAGE_COLUMNS, type NewMessage } from './insert-messages.js';

/** What stands under a message's id already. */
export interface FoundMessage {
  /** It went to the same destination; else the id only happens to be spelt the same. */
  readonly sameDestination: boolean;
  /** Topic, format or text are not byte for byte the same. */
  readonly differs: boolean;
}

// Rides notifications_pkey: one row a message.
const statement = lookupStatement<NewMessage>({
  name: 'find-messages',
  columns: MESSAGE_COLUMNS,
  text: ({ dbos, rows }) => `
    select i.ord::int,
      n.destination_uuid = i.destination_uuid as same_destination,
      n.topic is distinct from i.topic
        or n.serialization is distinct from i.serialization
        or n.message is distinct from i.message as differs
    from ${rows('i')}
    join ${dbos}.notifications n on n.message_uuid = i.message_uuid`,
});

/** Looks the messages up by id; `undefined` where there is none. A statement of its own: see insert-messages.ts. */
export async function findMessages(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<(FoundMessage | undefined)[]> {
  const rows = await statement.run<{ ord: number; same_destination: boolean; differs: boolean }>(
    db,
    messages,
  );
  const found = new Map(rows.map((row) => [row.ord, row]));
  return messages.map((_message, index) => {
    const row = found.get(index + 1);
    return row && { sameDestination: row.same_destination, differs: row.differs };
  });
}
