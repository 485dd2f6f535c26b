import { checkWorkflowId } from '@dbosd/shared';
import { throughPages } from '../pages.js';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { decodeWire, READ_OPTIONS } from '../values.js';

/** The current value of every key that the workflow has set; nothing of a workflow that does not exist (yet). */
export async function getAllEvents(
  connection: Connection,
  workflowID: string,
  { signal }: AbortOptions,
): Promise<Record<string, unknown>> {
  const workflowId = checkWorkflowId('workflowID', workflowID);
  const events = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listEvents',
      { workflowId, readOptions: READ_OPTIONS, pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.events, nextPageToken: page.nextPageToken };
  });
  // A null prototype, so that a key like __proto__ is a key like any other.
  const values = Object.create(null) as Record<string, unknown>;
  for await (const { key, value } of events) {
    values[key] = value?.value
      ? decodeWire(value.value, { workflow_id: workflowID, key }, connection.readers)
      : null;
  }
  return values;
}
