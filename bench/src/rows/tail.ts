import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { measureFromCommit, pollingIntervalOf, type Pair } from './from-commit.js';
import type { NatsPeer } from '../stage/arena.js';
import type { Row } from './row.js';

const KEY = 'bench';
const VALUES = 100;
const PAUSE_MS = 20;
const POLLING_VALUES = 15;
/** A golden part of the second between two looks, so that the values fall all over it. */
const POLLING_PAUSE_MS = 618;

/** A value is written to a stream whose reader has all before it. */
export const tail: Row = {
  name: 'tail',
  title: 'readStream, live tail',
  measure: (stage) =>
    stage.arena((arena) =>
      measureFromCommit(stage, arena, {
        work: 'readStream live tail',
        setting:
          `${String(VALUES)} values a round, one every ${String(PAUSE_MS)} ms, p50 from the commit to the reader; ` +
          `official polls every 1 s: ${String(POLLING_VALUES)} values; best polls every 1 ms`,
        measure: (pair) => follow(pair, stage.settings.quick ? VALUES / 5 : VALUES),
        measureNats: (peer) => followNats(peer, stage.settings.quick ? VALUES / 5 : VALUES),
      }),
    ),
};

async function followNats({ publisher, reader }: NatsPeer, values: number): Promise<readonly number[]> {
  const stream = `tail-${randomUUID()}`;
  await publisher.call('createStream', { stream });
  const publish = async (): Promise<void> => {
    for (let n = 0; n < values; n += 1) {
      await delay(PAUSE_MS);
      await publisher.call('publishOne', { stream });
    }
  };
  const [delaysMs] = await Promise.all([reader.call('tail', { stream, values }), publish()]);
  return delaysMs;
}

async function follow(pair: Pair, count: number): Promise<number[]> {
  const { database, client, writer } = pair;
  const [values, pauseMs] =
    pair.news === 'default polling' ? [POLLING_VALUES, POLLING_PAUSE_MS] : [count, PAUSE_MS];
  const workflowId = await writer.call('openWriter', undefined);
  const write = async (): Promise<void> => {
    for (let n = 0; n < values; n += 1) {
      await delay(pauseMs);
      await writer.call('writeOne', { workflowId, kind: 'writeStream', key: KEY });
    }
  };
  const read = client.call('tail', {
    workflowId,
    key: KEY,
    values,
    pollingIntervalMs: pollingIntervalOf(pair),
  });
  const [arrivedAtMs] = await Promise.all([read, write()]);
  await writer.call('closeWriter', workflowId);
  const { rows } = await database.query<{ committedAtMs: number }>(
    `select (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as "committedAtMs"
     from dbos.streams
     where workflow_uuid = $1 and key = $2
     order by "offset"`,
    [workflowId, KEY],
  );
  return rows.map(({ committedAtMs }, offset) => (arrivedAtMs[offset] ?? Number.NaN) - committedAtMs);
}
