import { DbosdError, type Clock } from '@dbosd/shared';
import type { handleServerStreamingCall, handleUnaryCall, UntypedHandleCall } from '@grpc/grpc-js';
import type { Admission } from './admission.js';
import type { ContractMethod } from './contract-service.js';
import { statusOf, type Failures } from './failures.js';
import { tooLarge } from './fields/payload.js';
import type { InFlight } from './in-flight.js';
import type { Method, StreamMethod, UnaryMethod } from './methods/method.js';
import { Pump } from './pump.js';

export interface HandlerEnvironment {
  readonly failures: Failures;
  readonly admission: Admission;
  readonly inFlight: InFlight;
  readonly clock: Clock;
  readonly maxRequestBytes: number;
  /** How long a unary wait is held. */
  readonly unaryHoldMs: number;
  readonly heartbeatMs: number;
}

/**
 * The one wrapper between grpc-js and the methods. No throw and no rejection passes it: whatever happens, the call is
 * answered, and no error but a DbosdError leaves. The end of the call aborts the verb's signal.
 */
export function handlerOf(
  contract: ContractMethod,
  method: Method,
  environment: HandlerEnvironment,
): UntypedHandleCall {
  return method.kind === 'stream'
    ? streamHandler(contract, method, environment)
    : unaryHandler(contract, method, environment);
}

function unaryHandler(
  contract: ContractMethod,
  method: UnaryMethod,
  environment: HandlerEnvironment,
): handleUnaryCall<Buffer, Buffer> {
  const { failures, admission, inFlight, unaryHoldMs } = environment;
  return (call, callback) => {
    const caller = new AbortController();
    call.on('cancelled', () => {
      caller.abort(callerGone(contract.name));
    });
    const answer = async (): Promise<Buffer> => {
      const leave = admission.enter(method);
      try {
        const request = decodeWithin(contract, call.request, environment.maxRequestBytes);
        const response = await method.run(request, { signal: caller.signal, holdMs: unaryHoldMs });
        return contract.encode(response);
      } finally {
        leave();
      }
    };
    inFlight.track(
      answer().then(
        (response) => {
          callback(null, response);
        },
        (failure: unknown) => {
          // Nobody hears the answer, and what the abort looked like from below is no news for the log.
          if (!caller.signal.aborted) callback(statusOf(failures.of(failure, contract.name)));
        },
      ),
    );
  };
}

function streamHandler(
  contract: ContractMethod,
  method: StreamMethod,
  environment: HandlerEnvironment,
): handleServerStreamingCall<Buffer, Buffer> {
  const { failures, admission, inFlight, clock, heartbeatMs } = environment;
  return (call) => {
    const caller = new AbortController();
    call.on('cancelled', () => {
      caller.abort(callerGone(contract.name));
    });
    const stream = async (): Promise<void> => {
      const leave = admission.enter({ kind: 'wait' });
      try {
        const request = decodeWithin(contract, call.request, environment.maxRequestBytes);
        const pump = new Pump({
          call,
          encode: (response) => contract.encode(response),
          heartbeat: (last) => method.heartbeat(request, last),
          heartbeatMs,
          clock,
          signal: caller.signal,
        });
        try {
          await method.run(request, pump, caller.signal);
        } finally {
          pump.stop();
        }
      } finally {
        leave();
      }
    };
    inFlight.track(
      stream().then(
        () => {
          call.end();
        },
        (failure: unknown) => {
          if (!caller.signal.aborted) call.emit('error', statusOf(failures.of(failure, contract.name)));
        },
      ),
    );
  };
}

function decodeWithin(contract: ContractMethod, bytes: Buffer, maxBytes: number): object {
  if (bytes.length > maxBytes) throw tooLarge('request', bytes.length, maxBytes);
  return contract.decode(bytes);
}

/** Why the signal of a call is aborted; it is never sent, since nobody is there to hear it. */
export function callerGone(method: string): DbosdError {
  return new DbosdError({
    reason: 'REQUEST_ABORTED',
    message: `the caller of ${method} has gone or its deadline is over`,
  });
}
