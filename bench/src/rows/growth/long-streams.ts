import type { Sample } from '../../measure/closed-loop.js';
import type { Result } from '../../measure/result.js';
import type { Stage } from '../../stage/stage.js';
import { storedText } from '../../stage/stored-text.js';
import { measureGrowth } from './costs.js';
import type { Side } from './sides.js';

const SIZES = [1000, 1_000_000];
const KEY = 'bench';
const WRITES = 500;
const TAIL = 100;

/** What one stream costs that is long: its end, what stands shortly before it, and single values all over it. */
export async function measureLongStreams(stage: Stage, sides: readonly Side[]): Promise<Result[]> {
  for (const side of sides) {
    for (const size of SIZES) {
      stage.progress(`storing a stream of ${String(size)} values, ${side.contestant}`);
      await storeStream(side, size);
    }
    await side.database.tidy();
  }
  const over = (
    work: string,
    setting: string,
    measure: (side: Side, workflow: string, size: number) => Promise<Sample>,
  ): Promise<Result> =>
    measureGrowth(stage, {
      work,
      setting,
      sizeOf: 'values',
      contestants: SIZES.flatMap((size) =>
        sides.map((side) => ({
          contestant: side.contestant,
          size,
          measure: () => measure(side, nameOf(size), size),
        })),
      ),
    });
  const ms = stage.settings.roundMs;
  return [
    // Before a value is written, so that the tail is as far from the end at each size.
    await over(
      'read the tail of one stream',
      `8 callers, its last ${String(TAIL)} values`,
      (side, workflow, size) =>
        side.client.call('readValues', {
          callers: 8,
          ms,
          workflow,
          key: KEY,
          offset: size - TAIL,
          values: TAIL,
        }),
    ),
    await over('readStreamOffset in one stream', '64 callers, offsets all over it', (side, workflow, size) =>
      side.client.call('readOffsets', { callers: 64, ms, workflow, key: KEY, below: size }),
    ),
    await over('write to the end of one stream', 'one workflow, awaited', (side, workflow) =>
      side.app.call('usePuppet', { workflow, operation: 'writeStream', operations: WRITES, ms }),
    ),
  ];
}

async function storeStream({ app, database }: Side, size: number): Promise<void> {
  const workflow = nameOf(size);
  await app.call('startPuppet', workflow);
  await database.query(
    `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id, serialization)
    select $1, $2, $3, n, n, 'js_superjson' from generate_series(0, $4::int - 1) n`,
    [workflow, KEY, storedText(), size],
  );
}

function nameOf(size: number): string {
  return `stream-of-${String(size)}`;
}
