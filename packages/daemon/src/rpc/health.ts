import type { Server } from '@grpc/grpc-js';
import { HealthImplementation, type ServingStatus } from 'grpc-health-check';

/**
 * Not a service of the contract: SERVING while notifications arrive. Without them a daemon still serves, and waits end only
 * by its sweep.
 */
export const NOTIFICATIONS = 'dbosd.notifications';

/** grpc.health.v1: the server as a whole (`""`) and each of its services, which serve or do not serve together. */
export class Health {
  readonly #services: readonly string[];
  readonly #implementation: HealthImplementation;

  constructor(services: readonly string[]) {
    this.#services = ['', ...services];
    this.#implementation = new HealthImplementation(
      Object.fromEntries(this.#services.map((service) => [service, 'NOT_SERVING' as const])),
    );
  }

  addTo(server: Server): void {
    this.#implementation.addToServer(server);
  }

  /** Whether notifications arrive. Until the first call there is no such service: `notify` is off. */
  setHearing(hearing: boolean): void {
    this.#implementation.setStatus(NOTIFICATIONS, hearing ? 'SERVING' : 'NOT_SERVING');
  }

  setServing(serving: boolean): void {
    const status: ServingStatus = serving ? 'SERVING' : 'NOT_SERVING';
    for (const service of this.#services) this.#implementation.setStatus(service, status);
  }
}
