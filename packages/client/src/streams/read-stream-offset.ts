import { checkKey, checkWorkflowId } from '@dbosd/shared';
import { DBOSStreamTimeoutError } from '../timeout-errors.js';
import { checkPolling, streamTimeoutMsOf, type AbortOptions, type PollingOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { decodeWire, READ_OPTIONS } from '../values.js';
import { checkOffset } from './read-stream.js';
import { takeOptions, type OptionNames } from '../options.js';

export interface ReadStreamOffsetOptions extends PollingOptions, AbortOptions {
  /** How long to wait for the value before DBOSStreamTimeoutError is thrown. Absent: no limit. */
  timeoutSeconds?: number;
}

const OPTIONS: OptionNames<ReadStreamOffsetOptions> = {
  timeoutSeconds: true,
  pollingIntervalMs: true,
  signal: true,
};

/** The value at an offset or, if the offset is in a gap, the first value after the gap. */
export async function readStreamOffset(
  connection: Connection,
  workflowID: string,
  key: string,
  offset: number,
  options: ReadStreamOffsetOptions,
): Promise<unknown> {
  const { signal } = takeOptions('options', options, OPTIONS);
  checkPolling(options);
  const timeoutMs = streamTimeoutMsOf(options.timeoutSeconds);
  const { value, end } = await connection.wait(
    'readStreamOffset',
    {
      workflowId: checkWorkflowId('workflowID', workflowID),
      key: checkKey('key', key),
      offset: checkOffset('offset', offset),
      readOptions: READ_OPTIONS,
    },
    { timeoutMs, signal },
  );
  if (value?.value) {
    const where = { workflow_id: workflowID, key, offset: String(value.offset) };
    return decodeWire(value.value, where, connection.readers);
  }
  throw new DBOSStreamTimeoutError(workflowID, key, end ? undefined : timeoutMs);
}
