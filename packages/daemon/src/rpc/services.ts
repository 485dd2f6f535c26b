import type { Clock } from '@dbosd/shared';
import type { Server } from '@grpc/grpc-js';
import type { DurableOperations } from '../model/durable.js';
import type { WorkerDispatch } from '../model/workers.js';
import type { Operations } from '../operations/operations.js';
import { Admission, type AdmissionLimits } from './admission.js';
import { contractMethods, type ContractMethod } from './contract-service.js';
import type { Failures } from './failures.js';
import { handlerOf } from './handler.js';
import type { InFlight } from './in-flight.js';
import type { OutputBudget } from './output/output-budget.js';
import type { Method } from './methods/method.js';
import { allMethods } from './methods/table.js';
import { FrameCodec } from './sessions/frames.js';
import type { SessionLimits } from './sessions/limits.js';
import type { SessionTiming } from './sessions/session-environment.js';
import { SessionService } from './sessions/session-service.js';
import { WorkerFrameCodec } from './workers/frames.js';
import type { WorkerLimits } from './workers/limits.js';
import { WorkerService } from './workers/worker-service.js';
import type { TransportStreams } from './transport/transport-streams.js';
import type { CallTurns } from './turns.js';

export interface ServicesOptions {
  readonly operations: Operations;
  readonly durable: DurableOperations;
  readonly dispatch: WorkerDispatch;
  readonly failures: Failures;
  readonly inFlight: InFlight;
  readonly streams: TransportStreams;
  readonly budget: OutputBudget;
  /** Of calls that read. */
  readonly turns: CallTurns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly version: string;
  readonly maxPayloadBytes: number;
  readonly maxRequestBytes: number;
  readonly admission: AdmissionLimits;
  readonly sessionLimits: SessionLimits;
  readonly workerLimits: WorkerLimits;
  readonly timing: SessionTiming & {
    readonly unaryHoldMs: number;
    readonly workerHeartbeatMs: number;
    readonly workerSilenceMs: number;
  };
}

const SESSION_SERVICE = 'dbosd.v1.SessionService';
const WORKER_SERVICE = 'dbosd.v1.WorkerService';

export interface Services {
  readonly names: readonly string[];
  readonly sessions: SessionService;
  readonly workers: WorkerService;
}

/**
 * Adds the services of the contract: each method once as a call of its own, and all of them inside sessions; and workers'
 * streams.
 */
export function addServices(server: Server, options: ServicesOptions): Services {
  const methods = allMethods(options);
  const contracts = new Map([...methods.keys()].map((service) => [service, contractMethods(service)]));
  addCalls(server, options, { methods, contracts });
  const sessions = addSessions(server, options, { methods, contracts });
  const workers = addWorkers(server, options);
  return { names: [...methods.keys(), SESSION_SERVICE, WORKER_SERVICE], sessions, workers };
}

interface Tables {
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, Method>>;
  readonly contracts: ReadonlyMap<string, readonly ContractMethod[]>;
}

function addCalls(server: Server, options: ServicesOptions, { methods, contracts }: Tables): void {
  const environment = {
    failures: options.failures,
    admission: new Admission(options.admission, options.operations.writes),
    inFlight: options.inFlight,
    streams: options.streams,
    budget: options.budget,
    turns: options.turns,
    callers: new WeakMap(),
    clock: options.clock,
    maxRequestBytes: options.maxRequestBytes,
    unaryHoldMs: options.timing.unaryHoldMs,
    heartbeatMs: options.timing.heartbeatMs,
  };
  for (const [service, table] of methods) {
    for (const contract of contracts.get(service) ?? []) {
      const method = table.get(contract.name);
      if (method === undefined)
        throw new Error(`${contract.definition.path} is in the contract, but not written`);
      server.addService(
        { [contract.name]: contract.definition },
        { [contract.name]: handlerOf(contract, method, environment) },
      );
    }
  }
}

function addSessions(
  server: Server,
  options: ServicesOptions,
  { methods, contracts }: Tables,
): SessionService {
  const encoders = new Map([...contracts.values()].flat().map((contract) => [contract.name, contract]));
  const sessions = new SessionService(
    {
      methods: new Map([...methods.values()].flatMap((table) => [...table])),
      encoders: { encode: (call, response) => encoderOf(encoders, call).encode(response) },
      codec: new FrameCodec(),
      failures: options.failures,
      limits: options.sessionLimits,
      writes: options.operations.writes,
      streams: options.streams,
      budget: options.budget,
      turns: options.turns,
      timing: options.timing,
      maxRequestBytes: options.maxRequestBytes,
      announcement: {
        maxPayloadBytes: options.maxPayloadBytes,
        maxRequestBytes: options.maxRequestBytes,
        maxWaits: options.sessionLimits.maxWaits,
        maxCalls: options.sessionLimits.maxCalls,
        maxBytes: options.sessionLimits.maxBytes,
        daemonVersion: options.version,
      },
      clock: options.clock,
      random: options.random,
    },
    options.inFlight,
  );
  for (const contract of contractMethods(SESSION_SERVICE)) {
    server.addService({ [contract.name]: contract.definition }, { [contract.name]: sessions.open });
  }
  return sessions;
}

function addWorkers(server: Server, options: ServicesOptions): WorkerService {
  const { timing, workerLimits, maxPayloadBytes, maxRequestBytes } = options;
  const workers = new WorkerService(
    {
      dispatch: options.dispatch,
      durable: options.durable,
      codec: new WorkerFrameCodec(),
      failures: options.failures,
      limits: workerLimits,
      writes: options.operations.writes,
      streams: options.streams,
      budget: options.budget,
      timing: { ...timing, heartbeatMs: timing.workerHeartbeatMs, silenceMs: timing.workerSilenceMs },
      maxPayloadBytes,
      maxOperationBytes: maxRequestBytes,
      announcement: {
        maxPayloadBytes,
        maxOperationBytes: maxRequestBytes,
        maxOperations: workerLimits.maxOperations,
        maxBytes: workerLimits.maxBytes,
        daemonVersion: options.version,
      },
      clock: options.clock,
      random: options.random,
    },
    options.inFlight,
  );
  for (const contract of contractMethods(WORKER_SERVICE)) {
    server.addService({ [contract.name]: contract.definition }, { [contract.name]: workers.connect });
  }
  return workers;
}

function encoderOf(encoders: ReadonlyMap<string, ContractMethod>, call: string): ContractMethod {
  const contract = encoders.get(call);
  if (contract === undefined) throw new Error(`no method of the contract is called ${call}`);
  return contract;
}
