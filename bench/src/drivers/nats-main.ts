/** A client of NATS JetStream in a process of its own: `nats-main.js OPTIONS`. */
import { jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { closedLoop, type Load, type Sample } from '../measure/closed-loop.js';
import { payload } from './payload.js';
import { serveJobs } from './serve-jobs.js';
import { wallClockMs } from './wall-clock.js';

export interface NatsOptions {
  readonly url: string;
}

interface Named {
  /** Of the stream, and of its one subject. */
  readonly stream: string;
}

export type NatsJobs = ReturnType<typeof natsJobs>;

const { url } = JSON.parse(process.argv[2] ?? '{}') as NatsOptions;
const connection = await connect({ servers: url });
const manager = await jetstreamManager(connection);
const stored = jetstream(connection);
serveJobs(natsJobs(), () => connection.close());

function natsJobs() {
  const value = Buffer.from(payload());
  const publish = (stream: string): Promise<unknown> => stored.publish(stream, value);
  return {
    /** A stream in a file, which JetStream writes at once and syncs every two minutes. */
    createStream: async ({ stream }: Named): Promise<void> => {
      await manager.streams.add({
        name: stream,
        subjects: [stream],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
      });
    },

    /** Callers publish, each awaiting the acknowledgement. */
    publish: ({ stream, ...load }: Named & Load): Promise<Sample> => closedLoop(load, () => publish(stream)),

    /** Values that nobody awaits one by one. */
    fill: async ({ stream, values }: Named & { values: number }): Promise<void> => {
      const AT_ONCE = 1000;
      for (let left = values; left > 0; left -= AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, () => publish(stream)));
      }
    },

    publishOne: async ({ stream }: Named): Promise<void> => {
      await publish(stream);
    },

    /** Follows the stream for so many values. Returns how long after the server stored each it was there, in ms. */
    tail: async ({ stream, values }: Named & { values: number }): Promise<number[]> => {
      const consumer = await stored.consumers.get(stream);
      const messages = await consumer.consume();
      const delaysMs: number[] = [];
      for await (const message of messages) {
        delaysMs.push(wallClockMs() - Number(message.timestampNanos) / 1e6);
        if (delaysMs.length === values) break;
      }
      await messages.close();
      return delaysMs;
    },

    /** Reads the stream from its beginning to its end, again and again for so long. Returns values per second. */
    replay: async ({ stream, values, ms }: Named & { values: number; ms: number }): Promise<number> => {
      const begunMs = performance.now();
      let read = 0;
      do {
        const consumer = await stored.consumers.get(stream);
        const messages = await consumer.consume({ max_messages: 10_000 });
        let left = values;
        for await (const message of messages) {
          if (message.data.length > 0) read += 1;
          if (--left === 0) break;
        }
        await messages.close();
      } while (performance.now() - begunMs < ms);
      return (read * 1000) / (performance.now() - begunMs);
    },
  };
}
