import type { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import type { BatchedReads } from '@dbosd/daemon/internal/store/batched-reads.js';
import type { StreamPage, StreamRow } from '@dbosd/daemon/internal/model/streams.js';
import type { StreamPageQuery } from '@dbosd/daemon/internal/store/queries/streams/read-stream-pages.js';
import { CLOSE_MARKER } from '@dbosd/shared';

/** What a read of the store may do wrong, or slowly. */
export interface ReadTrouble {
  /** Between the snapshot of a read and its answer. */
  afterSnapshot?: (query: StreamPageQuery) => Promise<void>;
  /** Rows of a page at most, whatever was asked for. */
  pageRows?: () => number;
}

/** One stream of one workflow, in memory, with snapshot reads as the store has them. */
export class StoredStream {
  readonly workflowId = 'w';
  readonly key = 's';
  readonly trouble: ReadTrouble = {};
  readonly batched: BatchedReads;
  status: string | undefined = 'PENDING';
  reads = 0;
  readonly #rows: StreamRow[] = [];

  constructor(readonly hub: Hub) {
    // The one method that readers of streams call.
    this.batched = { streamPage: (query: StreamPageQuery) => this.#read(query) } as unknown as BatchedReads;
  }

  get nextOffset(): number {
    return (this.#rows.at(-1)?.offset ?? -1) + 1;
  }

  write(data: string, offset = this.nextOffset): void {
    this.#rows.push({ offset, value: { kind: 'payload', data, serialization: 'portable_json' } });
  }

  close(): void {
    this.write(CLOSE_MARKER.data);
  }

  hint(): void {
    this.hub.hint({ kind: 'stream', payload: `${this.workflowId}::${this.key}` });
  }

  async #read(query: StreamPageQuery): Promise<StreamPage> {
    this.reads += 1;
    const rows = this.#rows.filter(({ offset }) => offset >= query.from);
    const limit = Math.min(query.limit, this.trouble.pageRows?.() ?? query.limit);
    const page: StreamPage = {
      rows: rows.slice(0, limit).map(({ offset, value }) => ({
        offset,
        value:
          value.kind === 'payload' && Buffer.byteLength(value.data) > query.maxValueBytes
            ? { kind: 'oversized', size: Buffer.byteLength(value.data) }
            : value,
      })),
      more: rows.length > limit,
      ...(this.status === undefined ? {} : { workflowStatus: this.status }),
    };
    await this.trouble.afterSnapshot?.(query);
    return page;
  }
}
