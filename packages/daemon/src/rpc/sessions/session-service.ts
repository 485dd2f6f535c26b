import { DbosdError } from '@dbosd/shared';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { InFlight } from '../in-flight.js';
import { Session } from './session.js';
import type { SessionEnvironment } from './session-environment.js';

/** SessionService: opens sessions and knows those that are open. */
export class SessionService {
  readonly #environment: SessionEnvironment;
  readonly #inFlight: InFlight;
  readonly #sessions = new Set<Session>();
  #draining = false;

  constructor(environment: SessionEnvironment, inFlight: InFlight) {
    this.#environment = environment;
    this.#inFlight = inFlight;
    environment.writes.onRoom(() => {
      for (const session of this.#sessions) session.throttle();
    });
  }

  /** How many sessions are open. */
  get size(): number {
    return this.#sessions.size;
  }

  readonly open: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    this.#inFlight.track(
      new Promise((resolve) => {
        const session = new Session(call, this.#environment, () => {
          this.#sessions.delete(session);
          resolve();
        });
        this.#sessions.add(session);
        if (this.#draining) session.goAway(true);
      }),
    );
  };

  /** Asks the client of every session to move to another daemon, and of every one opened from now on. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    for (const session of this.#sessions) session.goAway(true);
  }

  /** Ends the sessions that are left. */
  end(): void {
    for (const session of [...this.#sessions]) {
      session.end(
        new DbosdError({
          reason: 'DRAINING',
          message: 'the daemon stops: open a session to another one',
          outcome: 'unknown',
        }),
      );
    }
  }
}
