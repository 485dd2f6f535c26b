import {
  HEARTBEAT_MS,
  InFlight,
  Link,
  openLink,
  SESSION_SILENCE_MS,
  type Clock,
  type contract,
  type DbosdError,
  type LinkTransport,
  type Target,
} from '@dbosd/shared';
import type { StatusObject } from '@grpc/grpc-js';
import type { Call } from './call.js';
import { OPEN_PATH, type Codec } from './codec.js';
import type { Subscription } from './subscription.js';

/** The events that a session reports to its owner. */
export interface SessionOwner {
  answered(call: Call, answer: contract.SessionAnswer__Output): void;
  responded(subscription: Subscription, response: contract.SubscriptionResponse__Output): void;
  /** The transport accepts frames again. */
  drained(): void;
  goingAway(session: Session): void;
  /** The session has ended; what is still in flight was not answered. Without an error, it was half-closed before. */
  ended(session: Session, error: DbosdError | undefined): void;
}

interface SessionEnvironment {
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: SessionOwner;
}

export interface SessionOpening extends SessionEnvironment {
  readonly target: Target;
  /** The limit of one attempt. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A daemon opens a session before anything else, so it answers long before this. */
const SILENT_MS = 3000;

/** Opens a session to one daemon. Rejects with what the daemon answered, or with TRANSPORT. */
export function openSession(opening: SessionOpening): Promise<Session> {
  const { target, codec, timeoutMs, signal } = opening;
  return openLink<contract.OpenResponse__Output, Session>({
    target,
    signal,
    timeoutMs,
    silentMs: Math.min(timeoutMs / 3, SILENT_MS),
    path: OPEN_PATH,
    decode: (frame) => codec.decode(frame),
    hello: undefined,
    expected: 'open a session',
    begin: ({ opened }, transport) => (opened === null ? undefined : new Session(opened, transport, opening)),
  });
}

/**
 * Numbered requests and subscriptions on one link (docs/protocol.md, 2, "Sessions"). Its owner decides which calls it
 * gets, and what happens to those that it could not finish.
 */
export class Session {
  readonly link: Link;
  /** What the daemon announced. */
  readonly limits: contract.SessionOpened__Output;
  readonly inFlight = new InFlight<Call>();
  readonly subscriptions = new Map<number, Subscription>();
  readonly #owner: SessionOwner;
  readonly #codec: Codec;
  #cancels: number[] = [];
  #unsubscribes: number[] = [];
  #ordered = 0;

  constructor(
    limits: contract.SessionOpened__Output,
    transport: LinkTransport,
    { codec, clock, owner }: SessionEnvironment,
  ) {
    this.limits = limits;
    this.#owner = owner;
    this.#codec = codec;
    this.link = new Link({
      ...transport,
      clock,
      beatMs: HEARTBEAT_MS,
      silenceMs: SESSION_SILENCE_MS,
      onWritable: () => {
        owner.drained();
      },
      onEnded: (error) => {
        owner.ended(this, error);
      },
    });
  }

  /** Whether calls are in flight whose order other calls must keep. */
  get hasOrderedInFlight(): boolean {
    return this.#ordered > 0;
  }

  get isIdle(): boolean {
    return this.inFlight.size === 0 && this.subscriptions.size === 0;
  }

  get hasRoomForWait(): boolean {
    return this.inFlight.waits + this.subscriptions.size < this.limits.maxWaits;
  }

  /** A call larger than `max_bytes` or the window is sent when nothing else is in flight. */
  hasRoomForCall(bytes: number, windowBytes: number): boolean {
    const { maxCalls, maxBytes } = this.limits;
    return this.inFlight.fits(bytes, maxCalls, Math.min(maxBytes, windowBytes));
  }

  /** Puts a call in flight. It is written with the next flush. */
  add(call: Call, nowMs: number): void {
    call.state = 'in-flight';
    call.session = this;
    call.writtenAtMs = nowMs;
    this.inFlight.add(call);
    if (call.order !== undefined) this.#ordered += 1;
    this.link.push(call.encode(nowMs));
  }

  /** The caller no longer waits for the call. */
  cancel(call: Call): void {
    if (!this.inFlight.remove(call)) return;
    this.#removed(call);
    this.#cancels.push(call.id);
  }

  subscribe(subscription: Subscription): void {
    this.subscriptions.set(subscription.id, subscription);
    subscription.session = this;
    this.link.push(subscription.encode(this.#codec));
  }

  credit(subscription: Subscription, bytes: number): void {
    this.link.push(this.#codec.credit(subscription.id, bytes));
  }

  unsubscribe(subscription: Subscription): void {
    subscription.session = undefined;
    if (this.subscriptions.delete(subscription.id)) this.#unsubscribes.push(subscription.id);
  }

  flush(): void {
    if (this.#cancels.length > 0) {
      for (const ids of slices(this.#cancels)) this.link.push(this.#codec.cancels(ids));
      this.#cancels = [];
    }
    if (this.#unsubscribes.length > 0) {
      for (const ids of slices(this.#unsubscribes)) this.link.push(this.#codec.unsubscribes(ids));
      this.#unsubscribes = [];
    }
    this.link.flush();
  }

  /** Sends nothing more. Calls in flight are still answered. */
  halfClose(): void {
    this.flush();
    this.link.halfClose();
  }

  /** A frame from the daemon. */
  received(frame: contract.OpenResponse__Output): void {
    this.link.received();
    for (const answer of frame.answers) {
      const call = this.inFlight.take(answer.id);
      if (call === undefined) continue;
      this.#removed(call);
      this.#owner.answered(call, answer);
    }
    for (const response of frame.responses) {
      const subscription = this.subscriptions.get(response.id);
      if (subscription === undefined) continue;
      if (response.outcome === 'ended') {
        this.subscriptions.delete(response.id);
        subscription.session = undefined;
      }
      this.#owner.responded(subscription, response);
    }
    if (frame.goingAway !== null && this.link.goAway(frame.goingAway.draining)) this.#owner.goingAway(this);
  }

  /** The stream's status has arrived: nothing follows. */
  closed(stream: StatusObject): void {
    this.link.closed(stream);
  }

  #removed(call: Call): void {
    call.session = undefined;
    if (call.order !== undefined) this.#ordered -= 1;
  }
}

// A frame could hold many times as many ids.
const IDS_A_PART = 10_000;

function slices(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / IDS_A_PART);
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS_A_PART, (at + 1) * IDS_A_PART));
}
