import type { Server } from '@grpc/grpc-js';
import type { Clock } from '@dbosd/shared';
import type { DurableOperations } from '../model/durable.js';
import { draining } from '../model/failures.js';
import type { WorkerDispatch } from '../model/workers.js';
import type { Operations } from '../operations/operations.js';
import { Admission, type AdmissionLimits, type InFlight } from './admission.js';
import { type ContractMethod, contractMethods } from './contract-service.js';
import { type Failures, statusOf } from './failures.js';
import { handlerOf } from './handler.js';
import type { OutputBudget } from './link/output-budget.js';
import { StreamService } from './link/stream-service.js';
import type { CallTurns } from './link/turns.js';
import { eventMethods } from './methods/events.js';
import { messageMethods } from './methods/messages.js';
import type { Method, MethodEnvironment } from './methods/method.js';
import { queueMethods } from './methods/queues.js';
import { streamMethods } from './methods/streams.js';
import { workflowMethods } from './methods/workflows.js';
import type { SessionEnvironment, SessionLimits, SessionTiming } from './sessions/environment.js';
import { FrameCodec } from './sessions/output.js';
import { Session } from './sessions/session.js';
import type { TransportStreams } from './transport/transport-streams.js';
import type { WorkerEnvironment, WorkerLimits } from './workers/environment.js';
import { WorkerFrameCodec } from './workers/worker-output.js';
import { WorkerStream } from './workers/worker-stream.js';

interface ServicesOptions {
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

interface Services {
  readonly names: readonly string[];
  readonly sessions: StreamService;
  readonly workers: StreamService;
}

/**
 * Adds the services of the contract: each method as a separate call, and all of them inside sessions; and the streams of
 * workers.
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
): StreamService {
  const encoders = new Map([...contracts.values()].flat().map((contract) => [contract.name, contract]));
  const { sessionLimits: limits, maxPayloadBytes, maxRequestBytes } = options;
  const environment: SessionEnvironment = {
    methods: new Map([...methods.values()].flatMap((table) => [...table])),
    encoders: { encode: (call, response) => encoderOf(encoders, call).encode(response) },
    codec: new FrameCodec(),
    failures: options.failures,
    limits,
    writes: options.operations.writes,
    streams: options.streams,
    budget: options.budget,
    turns: options.turns,
    timing: options.timing,
    maxRequestBytes,
    announcement: {
      maxPayloadBytes,
      maxRequestBytes,
      maxWaits: limits.maxWaits,
      maxCalls: limits.maxCalls,
      maxBytes: limits.maxBytes,
      daemonVersion: options.version,
    },
    clock: options.clock,
    random: options.random,
  };
  const sessions = new StreamService({
    inFlight: options.inFlight,
    writes: environment.writes,
    serve: (call, onClosed, isDraining) => {
      const session = new Session(call, environment, onClosed);
      // Its client may have no other daemon: it is served, and asked to move.
      if (isDraining) session.goAway(true);
      return session;
    },
  });
  addStreams(server, SESSION_SERVICE, sessions);
  return sessions;
}

function addWorkers(server: Server, options: ServicesOptions): StreamService {
  const { timing, workerLimits: limits, maxPayloadBytes, maxRequestBytes } = options;
  const environment: WorkerEnvironment = {
    dispatch: options.dispatch,
    durable: options.durable,
    codec: new WorkerFrameCodec(),
    failures: options.failures,
    limits,
    writes: options.operations.writes,
    streams: options.streams,
    budget: options.budget,
    timing: {
      heartbeatMs: timing.workerHeartbeatMs,
      silenceMs: timing.workerSilenceMs,
      renewMs: timing.renewMs,
    },
    maxPayloadBytes,
    maxOperationBytes: maxRequestBytes,
    announcement: {
      maxPayloadBytes,
      maxOperationBytes: maxRequestBytes,
      maxOperations: limits.maxOperations,
      maxBytes: limits.maxBytes,
      daemonVersion: options.version,
    },
    clock: options.clock,
    random: options.random,
  };
  const workers = new StreamService({
    inFlight: options.inFlight,
    writes: environment.writes,
    serve: (call, onClosed, isDraining) => {
      if (!isDraining) return new WorkerStream(call, environment, onClosed);
      call.emit('error', statusOf(draining()));
      return undefined;
    },
  });
  addStreams(server, WORKER_SERVICE, workers);
  return workers;
}

function addStreams(server: Server, service: string, { handle }: StreamService): void {
  for (const { name, definition } of contractMethods(service)) {
    server.addService({ [name]: definition }, { [name]: handle });
  }
}

function encoderOf(encoders: ReadonlyMap<string, ContractMethod>, call: string): ContractMethod {
  const contract = encoders.get(call);
  if (contract === undefined) throw new Error(`no method of the contract is called ${call}`);
  return contract;
}

/** The methods of every service, by the service's full name; each by its name in lowerCamelCase. */
function allMethods(environment: MethodEnvironment): ReadonlyMap<string, ReadonlyMap<string, Method>> {
  const tables = {
    'dbosd.v1.MessageService': messageMethods(environment),
    'dbosd.v1.EventService': eventMethods(environment),
    'dbosd.v1.StreamService': streamMethods(environment),
    'dbosd.v1.WorkflowService': workflowMethods(environment),
    'dbosd.v1.QueueService': queueMethods(environment),
  };
  return new Map(Object.entries(tables).map(([service, table]) => [service, new Map(Object.entries(table))]));
}
