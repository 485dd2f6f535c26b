import { setTimeout as delay } from 'node:timers/promises';
import type { BenchDatabase } from '../stage/bench-database.js';

/** Connections that have become idle tell the server's statistics of what they did within ten seconds. */
export const STATISTICS_SETTLE_MS = 12_000;

/** What happens in a database by itself, in transactions per second: a hot statement is one. */
export async function transactionsPerSecond(database: BenchDatabase, ms: number): Promise<number> {
  const before = await database.transactions();
  const begunMs = performance.now();
  await delay(ms);
  return (((await database.transactions()) - before) * 1000) / (performance.now() - begunMs);
}
