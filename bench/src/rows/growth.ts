import { measureLongStreams } from './growth/long-streams.js';
import { measureMailboxes } from './growth/mailboxes.js';
import { startSides } from './growth/sides.js';
import { measureStoredRows } from './growth/stored-rows.js';
import type { Row } from './row.js';

/** Whether operations cost the same, however much is stored. */
export const growth: Row = {
  name: 'growth',
  title: 'as more is stored',
  measure: async (stage) => [
    ...(await stage.arena((arena) => measureStoredRows(stage, arena))),
    ...(await stage.arena(async (arena) => {
      const sides = await startSides(arena);
      return [...(await measureMailboxes(stage, sides)), ...(await measureLongStreams(stage, sides))];
    })),
  ],
};
