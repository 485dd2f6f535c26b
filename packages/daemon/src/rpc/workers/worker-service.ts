import { DbosdError } from '@dbosd/shared';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import { draining } from '../../model/failures.js';
import { statusOf } from '../failures.js';
import type { InFlight } from '../in-flight.js';
import type { WorkerEnvironment } from './worker-environment.js';
import { WorkerStream } from './worker-stream.js';

/** WorkerService: lets workers in and knows those that are connected. */
export class WorkerService {
  readonly #environment: WorkerEnvironment;
  readonly #inFlight: InFlight;
  readonly #streams = new Set<WorkerStream>();
  #draining = false;

  constructor(environment: WorkerEnvironment, inFlight: InFlight) {
    this.#environment = environment;
    this.#inFlight = inFlight;
    environment.writes.onRoom(() => {
      for (const stream of this.#streams) stream.throttle();
    });
  }

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  readonly connect: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    if (this.#draining) {
      call.emit('error', statusOf(draining()));
      return;
    }
    this.#inFlight.track(
      new Promise((resolve) => {
        const stream = new WorkerStream(call, this.#environment, () => {
          this.#streams.delete(stream);
          resolve();
        });
        this.#streams.add(stream);
      }),
    );
  };

  /** Asks every worker to move to another daemon, and lets in none. */
  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    for (const stream of this.#streams) stream.drain();
  }

  /** Ends the streams that are left. */
  end(): void {
    for (const stream of [...this.#streams]) {
      stream.end(
        new DbosdError({
          reason: 'DRAINING',
          message: 'the daemon stops: connect to another one',
          outcome: 'unknown',
        }),
      );
    }
  }
}
