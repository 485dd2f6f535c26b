import { expect } from 'chai';
import type { contract } from '@dbosd/shared';
import {
  acknowledgeSends,
  portableValue,
  type FakeDaemon,
  type FakeSession,
} from '../../support/fake-daemon.js';
import { withClient } from './client-and-daemon.js';

const SENDS = 3000;
const DESTINATIONS = 5;
const VALUES = 2000;

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('whatever becomes of its sessions', () => {
  const seed = Date.now() % 2 ** 31;

  it(`a client’s sends are each stored, in order for each destination (seed ${String(seed)})`, () => {
    const random = randomOf(seed);
    const stored = new Map<string, string[]>();
    const seen = new Set<string>();
    // Few enough that the client gets on: a session that breaks young is reopened after a pause.
    let troubles = 12;
    const onRequest = (session: FakeSession, request: contract.SessionRequest__Output): void => {
      if (session.ended || !request.send?.message) return;
      const { destinationId, idempotencyKey = '', payload } = request.send.message;
      if (!seen.has(idempotencyKey)) {
        seen.add(idempotencyKey);
        stored.set(destinationId, [...(stored.get(destinationId) ?? []), payload?.data ?? '']);
      }
      const fate = troubles > 0 ? random() * 100 : 100;
      if (fate < 1.5) troubles -= 1;
      // Broken after it was stored and before it is acknowledged: the repeat must be a duplicate.
      if (fate < 1) session.break();
      else acknowledgeSends(session, request);
      if (fate >= 1 && fate < 1.5) session.goAway(random() < 0.5);
    };
    return withClient({ onRequest, limits: { maxCalls: 200 } }, async (client) => {
      const sends = Array.from({ length: SENDS }, (_, at) =>
        client.send(`wf-${String(at % DESTINATIONS)}`, at),
      );
      await Promise.all(sends);
      for (let destination = 0; destination < DESTINATIONS; destination += 1) {
        const expected = Array.from({ length: SENDS / DESTINATIONS }, (_, at) =>
          String(at * DESTINATIONS + destination),
        );
        expect(stored.get(`wf-${String(destination)}`)).to.deep.equal(expected);
      }
      expect(troubles).to.be.lessThan(12);
    });
  });

  it(`a stream’s reader gets each value once, in order (seed ${String(seed)})`, () => {
    const random = randomOf(seed);
    return withClient({}, async (client, daemon) => {
      const serving = serveStream(daemon, random);
      const values: unknown[] = [];
      for await (const value of client.readStream('wf', 'out')) values.push(value);
      await serving;
      expect(values).to.deep.equal([...Array(VALUES).keys()]);
    });
  });
});

/** Serves a stream of VALUES numbers, and breaks or leaves the session now and then. */
async function serveStream(daemon: FakeDaemon, random: () => number): Promise<void> {
  let troubles = 8;
  for (let served = 0; ; served += 1) {
    await daemon.until(() => daemon.sessions.flatMap(({ subscribes }) => subscribes).length > served);
    const session = daemon.sessions.findLast(({ subscribes }) => subscribes.length > 0);
    const subscribe = session?.subscribes.at(-1);
    if (session === undefined || subscribe === undefined) throw new Error('nobody subscribed');
    let offset = subscribe.readStream?.offset ?? 0;
    let isLeft = false;
    while (!isLeft) {
      const until = Math.min(VALUES, offset + 1 + Math.floor(random() * 20));
      const values = Array.from({ length: until - offset }, (_, at) => portableValue(offset + at));
      const isLast = until === VALUES;
      session.respond(subscribe.id, values.length * 10, {
        readStream: { values, nextOffset: until, ...(isLast ? { end: { closed: {} } } : {}) },
      });
      if (isLast) return;
      offset = until;
      if (troubles > 0 && random() < 0.1) {
        troubles -= 1;
        isLeft = true;
        if (random() < 0.5) session.break();
        else session.goAway();
      }
    }
  }
}
