import { checkWorkflowId } from '@dbosd/shared';
import { throughPages } from '../pages.js';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { takeOptions, type OptionNames } from '../options.js';

export interface ListStreamsOptions extends AbortOptions {
  /** How many to request at once, up to 1,000. Absent: 100. */
  pageSize?: number;
}

const OPTIONS: OptionNames<ListStreamsOptions> = {
  pageSize: true,
  signal: true,
};

/** A stream of a workflow. */
export interface ListedStream {
  readonly key: string;
  /** The offset after its last value. */
  readonly nextOffset: number;
  /** Its last row is a close marker. */
  readonly closed: boolean;
}

/** The streams of a workflow, in the byte order of their keys. */
export function listStreams(
  connection: Connection,
  workflowID: string,
  options: ListStreamsOptions,
): AsyncGenerator<ListedStream, void, unknown> {
  const { pageSize = 0, signal } = takeOptions('options', options, OPTIONS);
  const workflowId = checkWorkflowId('workflowID', workflowID);
  return throughPages(async (pageToken) => {
    const { streams, nextPageToken } = await connection.call(
      'listStreams',
      { workflowId, pageSize, pageToken },
      { isRepeatable: true, signal },
    );
    const items = streams.map(({ key, nextOffset, closed }) => ({ key, nextOffset, closed }));
    return { items, nextPageToken };
  });
}
