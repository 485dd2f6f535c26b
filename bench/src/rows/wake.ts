import { setTimeout as delay } from 'node:timers/promises';
import { measureFromCommit, pollingIntervalOf, type Pair } from './from-commit.js';
import type { Row } from './row.js';

const POLLING_MS = 10_000;
const WAKES = 50;
/** Until a wait stands. */
const STANDS_MS = 20;
const POLLING_CALLERS = 10;

/** An event is set for which a caller waits. */
export const wake: Row = {
  name: 'wake',
  title: 'getEvent, from commit to caller',
  measure: (stage) =>
    stage.arena((arena) =>
      measureFromCommit(stage, arena, {
        work: 'getEvent wake',
        setting:
          `${String(WAKES)} wakes a round, one after another, p50 from the commit to the caller; official polls every 10 s: ` +
          `${String(POLLING_CALLERS)} wakes a round, the events set all over the interval; best polls every 1 ms`,
        measure: (pair) => wakes(pair, stage.settings.quick ? WAKES / 5 : WAKES),
      }),
    ),
};

async function wakes(pair: Pair, count: number): Promise<number[]> {
  const { database, writer } = pair;
  const workflowId = await writer.call('openWriter', undefined);
  const answeredAtMs = new Map<string, number>();
  const wakeOne = async (key: string, pauseMs: number): Promise<void> => {
    answeredAtMs.set(key, await setWhileWaiting(pair, { workflowId, key, pauseMs }));
  };
  if (pair.news === 'default polling') {
    const pauseMs = (caller: number): number => ((caller + 0.5) * POLLING_MS) / POLLING_CALLERS;
    const callers = Array.from({ length: POLLING_CALLERS }, (_, caller) => caller);
    await Promise.all(callers.map((caller) => wakeOne(`key-${String(caller)}`, pauseMs(caller))));
  } else {
    for (let n = 0; n < count; n += 1) await wakeOne(`key-${String(n)}`, STANDS_MS);
  }
  await writer.call('closeWriter', workflowId);
  const { rows } = await database.query<{ key: string; committedAtMs: number }>(
    `select key, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8 as "committedAtMs"
     from dbos.workflow_events
     where workflow_uuid = $1`,
    [workflowId],
  );
  return rows.map(({ key, committedAtMs }) => (answeredAtMs.get(key) ?? Number.NaN) - committedAtMs);
}

/** Returns when the caller had the event. */
async function setWhileWaiting(
  pair: Pair,
  { workflowId, key, pauseMs }: { workflowId: string; key: string; pauseMs: number },
): Promise<number> {
  const set = async (): Promise<void> => {
    await delay(pauseMs);
    await pair.writer.call('writeOne', { workflowId, kind: 'setEvent', key });
  };
  const wait = pair.client.call('getEvent', { workflowId, key, pollingIntervalMs: pollingIntervalOf(pair) });
  const [answeredAtMs] = await Promise.all([wait, set()]);
  return answeredAtMs;
}
