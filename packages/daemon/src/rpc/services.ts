import type { Clock } from '@dbosd/shared';
import type { Server } from '@grpc/grpc-js';
import type { Operations } from '../operations/operations.js';
import { Admission, type AdmissionLimits } from './admission.js';
import { contractMethods, type ContractMethod } from './contract-service.js';
import type { Failures } from './failures.js';
import { handlerOf } from './handler.js';
import type { InFlight } from './in-flight.js';
import type { Method } from './methods/method.js';
import { allMethods } from './methods/table.js';
import { FrameCodec } from './sessions/frames.js';
import type { SessionLimits } from './sessions/limits.js';
import type { SessionTiming } from './sessions/session-environment.js';
import { SessionService } from './sessions/session-service.js';

export interface ServicesOptions {
  readonly operations: Operations;
  readonly failures: Failures;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  readonly random: () => number;
  readonly version: string;
  readonly maxPayloadBytes: number;
  readonly maxRequestBytes: number;
  readonly admission: AdmissionLimits;
  readonly sessionLimits: SessionLimits;
  readonly timing: SessionTiming & { readonly unaryHoldMs: number };
}

const SESSION_SERVICE = 'dbosd.v1.SessionService';

/** Adds the services of the contract: each method once as a call of its own, and all of them inside sessions. */
export function addServices(
  server: Server,
  options: ServicesOptions,
): { names: readonly string[]; sessions: SessionService } {
  const methods = allMethods(options);
  const contracts = new Map([...methods.keys()].map((service) => [service, contractMethods(service)]));
  addCalls(server, options, { methods, contracts });
  const sessions = addSessions(server, options, { methods, contracts });
  return { names: [...methods.keys(), SESSION_SERVICE], sessions };
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

function encoderOf(encoders: ReadonlyMap<string, ContractMethod>, call: string): ContractMethod {
  const contract = encoders.get(call);
  if (contract === undefined) throw new Error(`no method of the contract is called ${call}`);
  return contract;
}
