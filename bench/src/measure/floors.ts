import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, credentials, Metadata, type MethodDefinition } from '@grpc/grpc-js';
import type pg from 'pg';
import type { EchoPorts } from '../drivers/echo-main.js';
import { payload } from '../drivers/payload.js';
import { latenciesOf } from './spread.js';

/**
 * What nothing on this machine can be faster than, each the median in milliseconds of a value of 100 bytes on its way to
 * another process and back. Closed: one after another. Paced: with pauses of 20 ms, in which the cores go to sleep, as
 * they do where callers wait.
 */
export interface Floors {
  /** A row read by its key. */
  readonly selectMs: number;
  /** An insert that commits. */
  readonly commitMs: number;
  /** One row of an insert of a hundred rows that commits: what many callers can share. */
  readonly sharedCommitMs: number;
  readonly tcp: Pace;
  readonly unary: Pace;
  readonly bidi: Pace;
}

export interface Pace {
  readonly closedMs: number;
  readonly pacedMs: number;
}

/** What a figure is divided by: a floor, or what several of them add up to. */
export interface Floor {
  readonly text: string;
  /** In the unit of the figure. */
  readonly value: number;
}

const CLOSED = { warmUps: 500, rounds: 1000 };
const PACED = { warmUps: 5, rounds: 50, pauseMs: 20 };
const BATCH = 100;

const passOn = (bytes: Buffer): Buffer => bytes;
const method = (path: string, isStream: boolean): MethodDefinition<Buffer, Buffer> => ({
  path,
  requestStream: isStream,
  responseStream: isStream,
  requestSerialize: passOn,
  requestDeserialize: passOn,
  responseSerialize: passOn,
  responseDeserialize: passOn,
});

/** The echo over gRPC: bytes, not decoded by either end. */
export const ECHO = {
  unary: method('/bench.Echo/Unary', false),
  bidi: method('/bench.Echo/Bidi', true),
};

/** `client` is the only one at work in its database. */
export async function measureFloors(client: pg.Client, ports: EchoPorts): Promise<Floors> {
  return {
    ...(await measureDatabase(client)),
    tcp: await overTcp(ports.tcp),
    ...(await overGrpc(ports.grpc)),
  };
}

export function commitFloor({ commitMs, bidi }: Floors, commits = 1): Floor {
  const value = commits * (commitMs + bidi.closedMs);
  return { text: commits === 1 ? 'a hop and a commit' : `${String(commits)} hops and commits`, value };
}

/** For a figure in operations per second. */
export function perSecond({ text, value }: Floor): Floor {
  return { text, value: 1000 / value };
}

async function measureDatabase(
  client: pg.Client,
): Promise<Pick<Floors, 'selectMs' | 'commitMs' | 'sharedCommitMs'>> {
  const value = payload();
  const values = Array.from({ length: BATCH }, () => value);
  await client.query('create table floor (id bigint generated always as identity primary key, value text)');
  try {
    const commitMs = await medianMs(CLOSED, () =>
      client.query({ name: 'one', text: 'insert into floor (value) values ($1)', values: [value] }),
    );
    const batchMs = await medianMs({ warmUps: 20, rounds: 100 }, () =>
      client.query({
        name: 'many',
        text: 'insert into floor (value) select unnest($1::text[])',
        values: [values],
      }),
    );
    const selectMs = await medianMs(CLOSED, () =>
      client.query({ name: 'read', text: 'select value from floor where id = $1', values: [1] }),
    );
    return { selectMs, commitMs, sharedCommitMs: batchMs / BATCH };
  } finally {
    await client.query('drop table floor');
  }
}

async function overTcp(port: number): Promise<Pace> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const frame = Buffer.from(payload());
  try {
    return await paceOf(async () => {
      socket.write(frame);
      await once(socket, 'data');
    });
  } finally {
    socket.destroy();
  }
}

async function overGrpc(port: number): Promise<Pick<Floors, 'unary' | 'bidi'>> {
  const client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure());
  const frame = Buffer.from(payload());
  const { path } = ECHO.unary;
  try {
    const unary = await paceOf(
      () =>
        new Promise<void>((resolve, reject) => {
          client.makeUnaryRequest(path, passOn, passOn, frame, (error) => {
            if (error) reject(error);
            else resolve();
          });
        }),
    );
    const stream = client.makeBidiStreamRequest(ECHO.bidi.path, passOn, passOn, new Metadata());
    const bidi = await paceOf(async () => {
      stream.write(frame);
      await once(stream, 'data');
    });
    stream.end();
    await once(stream, 'end');
    return { unary, bidi };
  } finally {
    client.close();
  }
}

async function paceOf(round: () => Promise<unknown>): Promise<Pace> {
  return { closedMs: await medianMs(CLOSED, round), pacedMs: await medianMs(PACED, round) };
}

async function medianMs(
  { warmUps, rounds, pauseMs }: { warmUps: number; rounds: number; pauseMs?: number },
  round: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < warmUps + rounds; n += 1) {
    if (pauseMs !== undefined) await delay(pauseMs);
    const begunMs = performance.now();
    await round();
    if (n >= warmUps) times.push(performance.now() - begunMs);
  }
  return latenciesOf(times).p50;
}
