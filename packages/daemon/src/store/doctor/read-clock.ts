import type { Queryable } from '../schema/queryable.js';

/** What the database's clock showed at a moment between two readings of the daemon's. */
export interface ClockReading {
  readonly askedAtMs: number;
  readonly databaseMs: number;
  readonly answeredAtMs: number;
}

/** The fastest answer tells most. */
const READINGS = 5;

/** Reads the database's clock five times, in ms since the epoch, and answers with the reading that came back fastest. */
export async function readClock(client: Queryable, now: () => number): Promise<ClockReading> {
  let best = await readOnce(client, now);
  for (let i = 1; i < READINGS; i++) {
    const next = await readOnce(client, now);
    if (roundTripOf(next) < roundTripOf(best)) best = next;
  }
  return best;
}

function roundTripOf({ askedAtMs, answeredAtMs }: ClockReading): number {
  return answeredAtMs - askedAtMs;
}

// No table.
async function readOnce(client: Queryable, now: () => number): Promise<ClockReading> {
  const askedAtMs = now();
  const { rows } = await client.query<{ ms: string }>(
    `select extract(epoch from clock_timestamp()) * 1000 as ms`,
  );
  return { askedAtMs, databaseMs: Number(rows[0]?.ms), answeredAtMs: now() };
}
