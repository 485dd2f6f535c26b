import { randomUUID } from 'node:crypto';
import { systemClock } from '@dbosd/shared';
import { CHANNELS } from '../channels.js';
import type { Connection } from './connect.js';

/** What became of a notification that was sent on one connection for the other. */
export type HeardNotification = { readonly afterMs: number } | 'silence';

/** A notification crosses a healthy server in milliseconds. */
export const LISTEN_WITHIN_MS = 3000;

/** Listens on one connection for what the other says, on the channel of daemons, who pass over such words. */
export async function probeListen(listening: Connection, speaking: Connection): Promise<HeardNotification> {
  const payload = `doctor ${randomUUID()}`;
  const heard = new AbortController();
  listening.on('notification', (notification) => {
    if (notification.payload === payload) heard.abort();
  });
  await listening.query(`listen ${CHANNELS.own}`);
  const saidAtMs = systemClock.monotonicMs();
  await speaking.query(`select pg_notify($1, $2)`, [CHANNELS.own, payload]);
  await systemClock.sleep(LISTEN_WITHIN_MS, heard.signal).catch(() => undefined);
  return heard.signal.aborted ? { afterMs: Math.round(systemClock.monotonicMs() - saidAtMs) } : 'silence';
}
