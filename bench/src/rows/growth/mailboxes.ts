import type { Sample } from '../../measure/closed-loop.js';
import type { Result } from '../../measure/result.js';
import type { BenchDatabase } from '../../stage/bench-database.js';
import type { Stage } from '../../stage/stage.js';
import { storedText } from '../../stage/stored-text.js';
import { measureGrowth } from './costs.js';
import type { Side } from './sides.js';

const SIZES = [1, 1000, 100_000];
/** How many wait when they are listed, and at most when they are received. */
const LISTED = 100;
const RECEIVED = 500;
/** Smaller ones are new in each round, for they would grow by what each consumes. */
const KEPT_FROM = 10_000;

/** What one mailbox costs with so many messages in it that were consumed. */
export async function measureMailboxes(stage: Stage, sides: readonly Side[]): Promise<Result[]> {
  let mailboxes = 0;
  const over = (
    work: string,
    setting: string,
    measured: readonly Side[],
    { wait, measure }: { wait: number; measure: (side: Side, mailbox: string) => Promise<Sample> },
  ): Promise<Result> =>
    measureGrowth(stage, {
      work,
      setting,
      sizeOf: 'consumed messages',
      contestants: SIZES.flatMap((size) =>
        measured.map((side) => {
          let mailbox: string | undefined;
          return {
            contestant: side.contestant,
            size,
            before: async () => {
              if (mailbox === undefined || size < KEPT_FROM) {
                mailbox = `mailbox-${String((mailboxes += 1))}`;
                await side.app.call('startPuppet', mailbox);
                await storeMessages(side.database, mailbox, size, true);
              }
              const missing = wait - (await countWaiting(side.database, mailbox));
              if (missing > 0) await storeMessages(side.database, mailbox, missing, false);
              await side.database.tidy();
            },
            measure: () => measure(side, mailbox ?? ''),
          };
        }),
      ),
    });
  return [
    await over('send to one mailbox', '64 callers', sides, {
      wait: 0,
      measure: ({ client }, mailbox) =>
        client.call('send', { callers: 64, ms: stage.settings.roundMs, destinations: [mailbox] }),
    }),
    await over('recv from one mailbox', 'one after another, messages that wait', sides, {
      wait: RECEIVED,
      measure: ({ app }, workflow) =>
        app.call('usePuppet', {
          workflow,
          operation: 'recv',
          operations: RECEIVED,
          ms: stage.settings.roundMs,
        }),
    }),
    await over(
      'list what waits in one mailbox',
      `4 callers, ${String(LISTED)} wait`,
      sides.filter(({ contestant }) => contestant === 'dbosd'),
      {
        wait: LISTED,
        measure: ({ client }, workflow) =>
          client.call('listWaiting', {
            callers: 4,
            ms: stage.settings.roundMs,
            workflow,
            messages: LISTED,
          }),
      },
    ),
  ];
}

async function storeMessages(
  database: BenchDatabase,
  mailbox: string,
  count: number,
  consumed: boolean,
): Promise<void> {
  await database.query(
    `insert into dbos.notifications
      (destination_uuid, topic, message, serialization, created_at_epoch_ms, consumed, consumed_by_function_id)
    select $1, 'bench', $2, 'js_superjson', (extract(epoch from now()) * 1000)::bigint - ($3 - n),
      $4, case when $4 then n end
    from generate_series(1, $3::int) n`,
    [mailbox, storedText(), count, consumed],
  );
}

async function countWaiting(database: BenchDatabase, mailbox: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from dbos.notifications where destination_uuid = $1 and not consumed`,
    [mailbox],
  );
  return rows[0]?.count ?? 0;
}
