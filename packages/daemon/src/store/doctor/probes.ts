import { randomUUID } from 'node:crypto';
import { systemClock } from '@dbosd/shared';
import { CHANNELS } from '../channels.js';
import { isProtocolViolation, isStatementForgotten } from '../errors.js';
import { type Connection, withConnection } from './read-server.js';

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

/** What shows whether something between here and Postgres hands its connections around. Numbers are of processes. */
export interface PoolerTraces {
  /** Whom the greeting named. Postgres names the process that serves; a pooler that gives none of its own invents one. */
  readonly greeted: number | undefined;
  /** Who carried out the first statement. */
  readonly first: number;
  /** In each round another client holds a transaction open, and then the first client asks again. */
  readonly rounds: readonly {
    /** Who carries out the other's transaction; `refused`: the pooler lends its connections for a statement only. */
    readonly other: number | 'refused';
    /**
     * Who carried out the first client's statement now; `forgotten`: one that had never seen it prepared; `waiting`: no one,
     * as long as the other's transaction is open, so that it was the pooler's last connection (or the server is slow).
     */
    readonly again: number | 'forgotten' | 'waiting';
  }[];
}

/**
 * Each round takes one of the pooler's idle connections away for good. Whichever it takes first: with one idle
 * connection the other gets it, with more the first client soon gets another one, so that two rounds tell, and three do
 * where chance chooses.
 */
const ROUNDS = 3;

/**
 * Provokes a transaction pooler into showing itself. Two clients of one Postgres are never served by one process, and
 * none ever changes it, so that neither can be seen on a direct connection, however slow it is.
 */
export async function probePooler(url: string): Promise<PoolerTraces> {
  return withConnection(url, async (client) => {
    const statement = { name: `dbosd doctor ${randomUUID()}`, text: 'select pg_backend_pid() as pid' };
    const first = await processOf(client, statement);
    const ask = async (): Promise<Round['again']> => {
      try {
        return await processOf(client, statement);
      } catch (cause) {
        if (isStatementForgotten(cause)) return 'forgotten';
        throw cause;
      }
    };
    const rounds = await play(url, ROUNDS, () => unlessWaiting(ask()));
    // Not part of pg's types.
    const { processID } = client as Connection & { processID?: number | null };
    return { greeted: processID ?? undefined, first, rounds };
  });
}

type Round = PoolerTraces['rounds'][number];

/** The transactions stay open until the last round, one inside the other. */
async function play(url: string, left: number, ask: () => Promise<Round['again']>): Promise<Round[]> {
  if (left === 0) return [];
  return withConnection(url, async (client) => {
    const other = await begin(client);
    const again = await ask();
    if (other === 'refused' || typeof again === 'string') return [{ other, again }];
    return [{ other, again }, ...(await play(url, left - 1, ask))];
  });
}

/** A statement that waits for longer waits for a connection. */
const WAITING_MS = 1000;

async function unlessWaiting(answer: Promise<Round['again']>): Promise<Round['again']> {
  const over = new AbortController();
  const waiting = systemClock.sleep(WAITING_MS, over.signal).then(
    () => 'waiting' as const,
    () => answer,
  );
  try {
    return await Promise.race([answer, waiting]);
  } finally {
    over.abort();
    // It ends with the other's transaction, or with the connection; what it says then was asked too early.
    answer.catch(() => undefined);
    waiting.catch(() => undefined);
  }
}

async function begin(client: Connection): Promise<Round['other']> {
  try {
    await client.query('begin');
  } catch (cause) {
    // Postgres begins transactions always; where the connection ends on it, someone else refused it.
    if (isProtocolViolation(cause)) return 'refused';
    throw cause;
  }
  return processOf(client, { text: 'select pg_backend_pid() as pid' });
}

async function processOf(
  client: Connection,
  statement: { readonly name?: string; readonly text: string },
): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(statement);
  return Number(rows[0]?.pid);
}
