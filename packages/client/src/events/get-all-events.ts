import { checkWorkflowId } from '@dbosd/shared';
import { throughPages } from '../pages.js';
import { takeAbortOptions, type AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { decodeAmongOthers } from '../undecodable-value.js';
import { READ_OPTIONS } from '../values.js';

/**
 * The current value of every key that the workflow has set; empty if the workflow does not exist (yet). A value that
 * cannot be decoded is an UndecodableValue.
 */
export async function getAllEvents(
  connection: Connection,
  workflowID: string,
  options: AbortOptions,
): Promise<Record<string, unknown>> {
  const { signal } = takeAbortOptions(options);
  const workflowId = checkWorkflowId('workflowID', workflowID);
  const events = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listEvents',
      { workflowId, readOptions: READ_OPTIONS, pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.events, nextPageToken: page.nextPageToken };
  });
  // A null prototype, so that a key like __proto__ needs no special treatment.
  const values = Object.create(null) as Record<string, unknown>;
  for await (const { key, value } of events) {
    values[key] = value?.value
      ? decodeAmongOthers(value.value, { workflow_id: workflowID, key }, { readers: connection.readers })
      : null;
  }
  return values;
}
