import { type contract, msToDuration, statusToWire } from '@dbosd/shared';
import type { CancelSignal } from '../../model/waits.js';
import type { Operations, Sink, Unanswered, Wait, WorkflowEnded } from '../../operations/operations.js';
import type { Failures } from '../failures.js';
import { decodeTimeout, type WireTime } from '../fields/times.js';
import { isLarge } from '../link/output-budget.js';
import type { TurnsAt } from '../link/turns.js';

/** What the methods are made of. */
export interface MethodEnvironment {
  readonly operations: Operations;
  readonly maxPayloadBytes: number;
  readonly failures: Failures;
}

/** What a caller brings along, besides the request. */
export interface CallContext {
  /** Aborted when the caller has gone or waits no longer. */
  readonly signal: CancelSignal;
  /** How long this surface holds a wait. */
  readonly holdMs: number;
}

/**
 * A method of the contract, written once and used by unary calls and by sessions: decode, call the verb, encode. A
 * `call` answers by itself; a `wait` may be held, counts apart and ends with its caller.
 */
export interface UnaryMethod {
  readonly kind: 'call' | 'wait';
  /** It queues to be written: not let in while that queue is full. */
  readonly queues?: true;
  /** It reads or writes by itself, with connections to the database that others use, too: callers take turns at them. */
  readonly takesTurns?: TurnsAt;
  /** Calls the verb before it first awaits, so that requests in a row reach it in their order. */
  run(request: object, context: CallContext): Promise<object>;
}

/** A server stream of the contract. */
export interface StreamMethod {
  readonly kind: 'stream';
  /** Resolves after the last response was offered. */
  run(request: object, sink: Sink<object>, signal: CancelSignal): Promise<void>;
  /** What an idle stream sends: made of the request and the last response. Absent: nothing to say yet. */
  heartbeat(request: object, last: object | undefined): object | undefined;
}

export type Method = UnaryMethod | StreamMethod;

/** The methods of one service, by their names in lowerCamelCase, which are also their cases in a session. */
export type MethodTable = Readonly<Record<string, Method>>;

// The codecs make requests of the right type for each method; only here is that type given up and taken up again.

export function call(run: (request: never) => Promise<object>): UnaryMethod {
  return { kind: 'call', run: (request) => run(request as never) };
}

/** A call that reads: callers take turns at it. */
export function read(run: (request: never) => Promise<object>): UnaryMethod {
  return { ...call(run), takesTurns: 'reads' };
}

/** A call that writes in a transaction of its own: callers take turns at it. */
export function change(run: (request: never) => Promise<object>): UnaryMethod {
  return { ...call(run), takesTurns: 'writes' };
}

/** A call that queues to be written. */
export function queuedCall(run: (request: never) => Promise<object>): UnaryMethod {
  return { ...call(run), queues: true };
}

export function wait(run: (request: never, context: CallContext) => Promise<object>): UnaryMethod {
  return { kind: 'wait', run: (request, context) => run(request as never, context) };
}

export function stream<In extends object, Out extends object>(definition: {
  run(request: In, sink: Sink<Out>, signal: CancelSignal): Promise<void>;
  heartbeat(request: In, last: Out | undefined): Out | undefined;
}): StreamMethod {
  return {
    kind: 'stream',
    run: (request, sink, signal) => definition.run(request as In, sink, signal),
    heartbeat: (request, last) => definition.heartbeat(request as In, last as Out | undefined),
  };
}

/** A wait as the verbs take it. */
export function waitOf(timeoutMs: number, { signal, holdMs }: CallContext): Wait {
  return { timeoutMs, holdMs, signal };
}

/** A sink that encodes what it passes on. */
export function encodingSink<Batch, Out>(sink: Sink<Out>, encode: (batch: Batch) => Out): Sink<Batch> {
  return { offer: (batch) => sink.offer(encode(batch)), ready: () => sink.ready() };
}

/** A wait that ended without what it waited for. */
export function encodeUnanswered(answer: Unanswered): {
  timedOut?: contract.TimedOut;
  notYet?: contract.NotYet;
} {
  return answer.kind === 'timedOut'
    ? { timedOut: {} }
    : { notYet: { remaining: msToDuration(answer.remainingMs), exists: answer.exists === true } };
}

export function encodeEnded({ status }: WorkflowEnded): contract.WorkflowEnded {
  return { status: statusToWire(status) };
}

/** The answer to a wait whose peer has too much to take already: to ask again for the rest of its time, if it is large. */
export function askAgainIfLarge(request: object, response: object, heldMs: number): object {
  if (!isLarge(response)) return response;
  const timeoutMs = decodeTimeout((request as { readonly timeout: WireTime | null | undefined }).timeout);
  return encodeUnanswered({ kind: 'notYet', remainingMs: Math.max(0, timeoutMs - heldMs) });
}
