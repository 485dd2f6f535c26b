import { DbosdError, type Clock } from '@dbosd/shared';
import type { handleServerStreamingCall, handleUnaryCall, UntypedHandleCall } from '@grpc/grpc-js';
import type { Admission, InFlight } from './admission.js';
import type { ContractMethod } from './contract-service.js';
import { statusOf, type Failures } from './failures.js';
import { tooLarge } from './fields/values.js';
import type { Outlet, OutputBudget } from './link/output-budget.js';
import type { CallTurns, TurnTaker } from './link/turns.js';
import { type Method, type StreamMethod, type UnaryMethod, askAgainIfLarge } from './methods/method.js';
import { Pump } from './pump.js';
import type { TransportStream, TransportStreams } from './transport/transport-streams.js';

/**
 * A reader of a server stream that takes nothing is ended after ten minutes (docs/protocol.md, 5); that error, and what was
 * sent before it, waits for the reader for as long again.
 */
const STREAM_TIMEOUT_MS = 20 * 60_000;

interface HandlerOptions {
  readonly failures: Failures;
  readonly admission: Admission;
  readonly inFlight: InFlight;
  readonly streams: TransportStreams;
  readonly budget: OutputBudget;
  readonly turns: CallTurns;
  /** The callers of the unary surface, by their connections. */
  readonly callers: WeakMap<object, TurnTaker>;
  readonly clock: Clock;
  readonly maxRequestBytes: number;
  /** How long a unary wait is held. */
  readonly unaryHoldMs: number;
  readonly heartbeatMs: number;
}

/**
 * The one wrapper between grpc-js and the methods. No throw and no rejection passes it: the call is always answered,
 * and only a DbosdError is sent. The end of the call aborts the operation's signal.
 */
export function handlerOf(
  contract: ContractMethod,
  method: Method,
  options: HandlerOptions,
): UntypedHandleCall {
  return method.kind === 'stream'
    ? streamHandler(contract, method, options)
    : unaryHandler(contract, method, options);
}

function unaryHandler(
  contract: ContractMethod,
  method: UnaryMethod,
  options: HandlerOptions,
): handleUnaryCall<Buffer, Buffer> {
  const { failures, inFlight, budget, clock, unaryHoldMs } = options;
  return (call, callback) => {
    const caller = new AbortController();
    call.on('cancelled', () => {
      caller.abort(callerGone(contract.name));
    });
    const transport = options.streams.of(call);
    const connection = transport?.connection ?? call;
    const outlet = budget.open({ connection, onStalled: () => transport?.reset() });
    const answer = async (): Promise<Buffer> => {
      const request = decodeWithin(contract, call.request, options.maxRequestBytes);
      const context = { signal: caller.signal, holdMs: unaryHoldMs };
      const beganMs = clock.monotonicMs();
      const run = (): Promise<object> => method.run(request, context);
      const response =
        method.takesTurns === undefined
          ? await run()
          : await options.turns.at(method.takesTurns).take(takerOf(connection, options), caller.signal, run);
      if (!budget.isFull(connection)) return contract.encode(response);
      // Encoded when its connection can take answers.
      const kept =
        method.kind === 'wait' ? askAgainIfLarge(request, response, clock.monotonicMs() - beganMs) : response;
      await budget.room(connection);
      return contract.encode(kept);
    };
    inFlight.track(
      admitted(method, options, { transport, outlet }, answer).then(
        (response) => {
          outlet.add(response.length);
          callback(null, response);
        },
        (failure: unknown) => {
          // No caller is left to get the answer, and the failure that the abort caused is not worth a log line.
          if (!caller.signal.aborted) callback(statusOf(failures.of(failure, contract.name)));
        },
      ),
    );
  };
}

interface Way {
  readonly transport: TransportStream | undefined;
  readonly outlet: Outlet;
}

/** Runs a call that was admitted. It counts until its answer has left, so that answers that are not taken keep others out. */
async function admitted<T>(
  kind: Pick<UnaryMethod, 'kind' | 'queues'>,
  { admission }: HandlerOptions,
  { transport, outlet }: Way,
  run: () => Promise<T>,
): Promise<T> {
  const leave = admission.enter(kind);
  const over = (): void => {
    leave();
    outlet.close();
  };
  transport?.onClosed(over);
  try {
    return await run();
  } finally {
    if (transport === undefined) over();
  }
}

function takerOf(connection: object, { callers, budget }: HandlerOptions): TurnTaker {
  const known = callers.get(connection);
  if (known !== undefined) return known;
  const taker = {
    get isFull(): boolean {
      return budget.isFull(connection);
    },
  };
  callers.set(connection, taker);
  return taker;
}

function streamHandler(
  contract: ContractMethod,
  method: StreamMethod,
  options: HandlerOptions,
): handleServerStreamingCall<Buffer, Buffer> {
  const { failures, inFlight, budget, clock, heartbeatMs } = options;
  return (call) => {
    const caller = new AbortController();
    call.on('cancelled', () => {
      caller.abort(callerGone(contract.name));
    });
    const transport = options.streams.of(call);
    let pump: Pump | undefined;
    const outlet = budget.open({
      connection: transport?.connection ?? call,
      timeoutMs: STREAM_TIMEOUT_MS,
      onRoom: () => pump?.retry(),
      onStalled: () => transport?.reset(),
    });
    const stream = async (): Promise<void> => {
      const request = decodeWithin(contract, call.request, options.maxRequestBytes);
      pump = new Pump({
        call,
        encode: (response) => contract.encode(response),
        heartbeat: (last) => method.heartbeat(request, last),
        heartbeatMs,
        clock,
        outlet,
        signal: caller.signal,
      });
      try {
        await method.run(request, pump, caller.signal);
      } finally {
        pump.stop();
      }
    };
    inFlight.track(
      admitted({ kind: 'wait' }, options, { transport, outlet }, stream).then(
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

/** Why the signal of a call is aborted; it is never sent, since the caller has gone. */
export function callerGone(method: string): DbosdError {
  return new DbosdError({
    reason: 'REQUEST_ABORTED',
    message: `the caller of ${method} has gone or its deadline is over`,
  });
}
