/**
 * The contract of everything with a loop or a connection: `start` resolves when it works, `stop` when it has ended. `stop` may
 * be called at any time, any number of times.
 */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}
