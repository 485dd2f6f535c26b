import { checkKey, checkWorkflowId, DEFAULT_TIMEOUT_MS } from '@dbosd/shared';
import {
  checkPolling,
  timeoutMsOf,
  type AbortOptions,
  type PollingOptions,
  type TimeoutOptions,
} from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { decodeWire, READ_OPTIONS } from '../values.js';
import { takeOptions, type OptionNames } from '../options.js';

/** `timeoutSeconds` or `deadlineEpochMS`; with neither, 60 s. */
export interface GetEventOptions extends PollingOptions, TimeoutOptions, AbortOptions {}

const OPTIONS: OptionNames<GetEventOptions> = {
  timeoutSeconds: true,
  deadlineEpochMS: true,
  pollingIntervalMs: true,
  signal: true,
};

/**
 * The event's value; null on timeout, or if the workflow ended without setting it. Throws WORKFLOW_NOT_FOUND if the
 * workflow is deleted during the wait.
 */
export async function getEvent(
  connection: Connection,
  workflowID: string,
  key: string,
  given: number | GetEventOptions | undefined,
): Promise<unknown> {
  const options =
    given === undefined || typeof given === 'number' ? given : takeOptions('options', given, OPTIONS);
  if (typeof options === 'object') checkPolling(given as GetEventOptions);
  const isTimed =
    typeof options === 'number' ||
    options?.timeoutSeconds !== undefined ||
    options?.deadlineEpochMS !== undefined;
  const { value } = await connection.wait(
    'getEvent',
    {
      workflowId: checkWorkflowId('workflowID', workflowID),
      key: checkKey('key', key),
      readOptions: READ_OPTIONS,
    },
    {
      timeoutMs: isTimed ? timeoutMsOf(options) : DEFAULT_TIMEOUT_MS,
      signal: typeof options === 'object' ? options.signal : undefined,
    },
  );
  return value?.value ? decodeWire(value.value, { workflow_id: workflowID, key }, connection.readers) : null;
}
