import { randomUUID } from 'node:crypto';
import { DBOSClient } from '@dbosd/client';
import { connectionOf, type Connection } from '@dbosd/client/internal';
import { Addresses, systemClock, type contract, type DbosdError, type ValueReaders } from '@dbosd/shared';
import { identityOf, type DBOSConfig, type Identity } from './configuration.js';
import { WorkerConnection } from './connection/worker-connection.js';
import { Runs } from './execution/runs.js';
import type { Logger } from './logger.js';
import { classNameOf } from './registry/registrations.js';
import type { Registry } from './registry/registry.js';

const DEFAULT_ADDRESS = '127.0.0.1:50051';

export interface LaunchOptions {
  readonly log: Logger;
  /** How workflows read values. Handles in them outlive the launch. */
  readonly readers: ValueReaders;
}

/** One launch of a program: from the moment when a daemon has taken the worker until its shutdown. */
export class Worker {
  readonly identity: Identity;
  readonly clock = systemClock;
  readonly log: Logger;
  readonly runs: Runs;
  readonly connection: WorkerConnection;
  /** For what is no workflow's operation. */
  readonly client: DBOSClient;
  readonly session: Connection;
  readonly #config: DBOSConfig;
  #isDraining = false;

  /** Rejects with TRANSPORT when no daemon can be reached, or with the daemon's refusal. */
  static async launch(config: DBOSConfig, registry: Registry, options: LaunchOptions): Promise<Worker> {
    const workflows = registeredWorkflows(registry);
    for (const instance of registry.instances) await instance.initialize();
    const identity = identityOf(config, registry.sources());
    const { applicationName, connectTimeoutMs } = identity;
    const address = config.daemonAddress ?? DEFAULT_ADDRESS;
    const client = await DBOSClient.create({ address, applicationName, connectTimeoutMs });
    const worker = new Worker(config, identity, registry, options, client, workflows);
    try {
      await worker.connection.connect();
    } catch (error) {
      await client.destroy();
      throw error;
    }
    const { executorId, applicationVersion } = identity;
    options.log.info(
      `worker ${executorId} of ${applicationName}, version ${applicationVersion}, runs workflows`,
    );
    return worker;
  }

  private constructor(
    config: DBOSConfig,
    identity: Identity,
    registry: Registry,
    { log, readers }: LaunchOptions,
    client: DBOSClient,
    workflows: contract.RegisteredWorkflow[],
  ) {
    this.#config = config;
    this.identity = identity;
    this.log = log;
    this.client = client;
    this.session = connectionOf(client);
    this.runs = new Runs({
      clock: this.clock,
      log,
      registry,
      connection: () => this.connection,
      readers,
    });
    const instance = randomUUID();
    let streamNumber = 0;
    const { clock, runs } = this;
    const outage = new Outage(log, () => clock.monotonicMs());
    this.connection = new WorkerConnection({
      addresses: new Addresses(config.daemonAddress ?? DEFAULT_ADDRESS, () => clock.monotonicMs()),
      clock,
      connectTimeoutMs: identity.connectTimeoutMs,
      hello: () => ({
        applicationName: identity.applicationName,
        applicationVersion: identity.applicationVersion,
        executorId: identity.executorId,
        instance,
        workflows,
        offer: this.#offer,
        running: runs.running,
        claimUnclaimed: config.claimUnclaimed ?? false,
        streamNumber: (streamNumber += 1),
      }),
      owner: {
        assigned: (stream, assignment) => {
          runs.assigned(stream, assignment);
        },
        checkpoints: (page) => {
          runs.checkpoints(page);
        },
        stopped: (stop) => {
          runs.stopped(stop);
        },
      },
      onTrouble: (error) => {
        outage.trouble(error);
      },
      onConnected: ({ link }) => {
        outage.over();
        log.info(`connected to the daemon at ${link.target.authority}`);
      },
    });
  }

  /**
   * Takes nothing more from queues, lets what runs here end for so many ms, and says goodbye: what is left is run by
   * another worker at once.
   */
  async shutdown(completionTimeoutMs: number): Promise<void> {
    this.#isDraining = true;
    this.connection.offer(this.#offer);
    await this.runs.drain(completionTimeoutMs);
    this.runs.stopAll();
    await this.connection.close();
    await this.client.destroy();
  }

  /** What it takes: from now on, and where it connects again. */
  get #offer(): contract.WorkerOffer {
    const slots = this.#isDraining ? 0 : this.#config.maxQueuedWorkflows;
    return { slots, queueNames: [...(this.#config.listenQueues ?? [])] };
  }
}

/** Between two lines about the same trouble. */
const REPEAT_MS = 30_000;

/** Logs that the worker is not connected: at the start of an outage, when the reason changes, and at intervals. */
class Outage {
  readonly #log: Logger;
  readonly #nowMs: () => number;
  #said: { readonly reason: string; readonly atMs: number } | undefined;

  constructor(log: Logger, nowMs: () => number) {
    this.#log = log;
    this.#nowMs = nowMs;
  }

  trouble({ reason, message }: DbosdError): void {
    const atMs = this.#nowMs();
    if (this.#said?.reason === reason && atMs - this.#said.atMs < REPEAT_MS) return;
    this.#said = { reason, atMs };
    this.#log.warn(`no daemon has this worker: ${message}`);
  }

  over(): void {
    this.#said = undefined;
  }
}

function registeredWorkflows(registry: Registry): contract.RegisteredWorkflow[] {
  return registry.workflows().map(({ registration, configName }) => {
    const className = classNameOf(registration);
    const { maxRecoveryAttempts } = registration.workflowConfig;
    return {
      workflowName: registration.name,
      className: className === '' ? undefined : className,
      configName,
      maxRecoveryAttempts,
    };
  });
}
