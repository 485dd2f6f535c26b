import { type Clock, startTimer } from '@dbosd/shared';

export interface OutputLimits {
  /** What one connection may hold that its peer has not taken. */
  readonly maxConnectionBytes: number;
  /** The same of all connections together. */
  readonly maxTotalBytes: number;
  /** A peer may take nothing for so long, and longer for what the transport has for it, by `bytesPerSecond`. */
  readonly timeoutMs: number;
  /** How fast a peer takes a large answer at least. */
  readonly bytesPerSecond: number;
}

interface OutletOptions {
  /** The connection: the same object for all its streams. */
  readonly connection: object;
  /** Instead of the limits' own. */
  readonly timeoutMs?: number | undefined;
  /** Bytes that the transport has, some of which it may have sent already. Default: all. */
  readonly sentBytes?: () => number;
  /** The outlet was full, and is not any more. */
  readonly onRoom?: () => void;
  /** The peer has taken nothing for too long; called again when that goes on. */
  readonly onStalled: () => void;
}

/** While all that may be held is held, a peer may take nothing for so long. */
const PRESSED_MS = 5000;

/** What a connection holds, or all of them. */
interface Account {
  bytes: number;
  /** It has reached its limit, and half of it has not been taken since. */
  isFull: boolean;
  readonly limit: number;
  /** The streams of it that hold something. */
  readonly outlets: Set<Outlet>;
}

/**
 * What the daemon holds for its peers: answers and frames that they have not taken, counted for each stream, for each
 * connection, and as a whole. A stream that holds something is full while its connection, or the whole, is at its limit:
 * nothing more is read or begun for it. One that holds nothing goes on, so that no reader starves for those that do not
 * read. Peers that take nothing are ended, sooner while the whole is at its limit. So what is held is bounded, and does not
 * stay.
 */
export class OutputBudget {
  readonly #limits: OutputLimits;
  readonly #clock: Clock;
  readonly #connections = new WeakMap<object, Account>();
  readonly #whole: Account;
  readonly #listeners = new Set<() => void>();
  #cancelTimer: (() => void) | undefined;

  constructor(limits: OutputLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#whole = newAccount(limits.maxTotalBytes);
  }

  /** Bytes that are held for all peers. */
  get heldBytes(): number {
    return this.#whole.bytes;
  }

  /** An account for one stream. Close it when the stream is over. */
  open(options: OutletOptions): Outlet {
    const connection = this.#connectionOf(options.connection);
    return new Outlet(options, {
      nowMs: () => this.#clock.monotonicMs(),
      changed: (outlet, by) => {
        this.#changed(outlet, connection, by);
      },
      isFull: () => this.#whole.isFull || connection.isFull,
    });
  }

  /** Nothing more should be begun for the connection. */
  isFull(connection: object): boolean {
    const { bytes, isFull } = this.#connectionOf(connection);
    return isFull || (this.#whole.isFull && bytes > 0);
  }

  /** Resolves when the connection is not full any more: at the latest when it is over. */
  async room(connection: object): Promise<void> {
    while (this.isFull(connection)) {
      await new Promise<void>((resolve) => {
        const leave = this.onRoom(() => {
          leave();
          resolve();
        });
      });
    }
  }

  /** Calls back each time when some connection may have room again. Returns what ends that. */
  onRoom(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #changed(outlet: Outlet, connection: Account, by: number): void {
    this.#cancelTimer ??= this.#startTimer();
    const hasRoom = [count(connection, outlet, by), count(this.#whole, outlet, by)].includes(true);
    if (!hasRoom && !(this.#whole.isFull && connection.bytes === 0)) return;
    for (const listener of [...this.#listeners]) listener();
  }

  #connectionOf(key: object): Account {
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const account = newAccount(this.#limits.maxConnectionBytes);
    this.#connections.set(key, account);
    return account;
  }

  #startTimer(): () => void {
    return startTimer(Math.min(this.#limits.timeoutMs, PRESSED_MS) / 4, () => {
      this.#cancelTimer = undefined;
      this.#endStalled();
      if (this.#whole.bytes > 0) this.#cancelTimer ??= this.#startTimer();
    });
  }

  #endStalled(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const outlet of [...this.#whole.outlets]) {
      const ownMs = outlet.timeoutMs ?? this.#limits.timeoutMs;
      const allowedMs = this.#whole.isFull ? Math.min(ownMs, PRESSED_MS) : ownMs;
      const sendingMs = (outlet.sentBytes / this.#limits.bytesPerSecond) * 1000;
      if (nowMs - outlet.movedAtMs < allowedMs + sendingMs) continue;
      outlet.movedAtMs = nowMs;
      outlet.stalled();
    }
  }
}

interface OutletBudget {
  nowMs(): number;
  changed(outlet: Outlet, by: number): void;
  isFull(): boolean;
}

/** What is held for one stream. */
export class Outlet {
  readonly timeoutMs: number | undefined;
  /** When the peer took something last, or had nothing to take, on the monotonic clock. */
  movedAtMs: number;
  readonly #options: OutletOptions;
  readonly #budget: OutletBudget;
  #held = 0;
  #wasFull = false;
  #isClosed = false;

  constructor(options: OutletOptions, budget: OutletBudget) {
    this.timeoutMs = options.timeoutMs;
    this.#options = options;
    this.#budget = budget;
    this.movedAtMs = budget.nowMs();
  }

  get heldBytes(): number {
    return this.#held;
  }

  get sentBytes(): number {
    return this.#options.sentBytes?.() ?? this.#held;
  }

  /** Nothing more should be read or begun for it. */
  get full(): boolean {
    const full = this.#held > 0 && this.#budget.isFull();
    this.#wasFull ||= full;
    return full;
  }

  add(bytes: number): void {
    if (this.#isClosed || bytes === 0) return;
    if (this.#held === 0) this.movedAtMs = this.#budget.nowMs();
    this.#held += bytes;
    this.#budget.changed(this, bytes);
  }

  /** The peer has taken so much, or it was dropped. */
  taken(bytes: number): void {
    if (this.#isClosed || bytes === 0) return;
    this.movedAtMs = this.#budget.nowMs();
    this.#held -= bytes;
    this.#budget.changed(this, -bytes);
    if (this.#held === 0) this.notifyRoom();
  }

  /** The stream is over: nothing is held for it, or will be. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const held = this.#held;
    this.#held = 0;
    if (held > 0) this.#budget.changed(this, -held);
  }

  notifyRoom(): void {
    if (!this.#wasFull || this.#isClosed) return;
    this.#wasFull = false;
    this.#options.onRoom?.();
  }

  stalled(): void {
    this.#options.onStalled();
  }
}

function newAccount(limit: number): Account {
  return { bytes: 0, isFull: false, limit, outlets: new Set() };
}

/** Counts bytes of a stream in or out. True: the account was full, and is not any more. */
function count(account: Account, outlet: Outlet, by: number): boolean {
  if (outlet.heldBytes === 0) account.outlets.delete(outlet);
  else account.outlets.add(outlet);
  account.bytes += by;
  if (account.bytes >= account.limit) account.isFull = true;
  if (!account.isFull || account.bytes > account.limit / 2) return false;
  account.isFull = false;
  for (const one of [...account.outlets]) one.notifyRoom();
  return true;
}

// More than tag, length and number of any field take.
const FIELD_BYTES = 16;
/** Smaller answers are kept for a peer that takes none at the moment. */
const KEPT_BYTES = 16 * 1024;

/** About how many bytes a message takes on the wire, rather too many than too few: without encoding it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') return FIELD_BYTES + Buffer.byteLength(value);
  if (value instanceof Uint8Array) return FIELD_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return FIELD_BYTES;
  let size = FIELD_BYTES;
  for (const member of Object.values(value)) size += roughSize(member);
  return size;
}

/**
 * Whether an answer to a wait is not kept for a peer that takes none at the moment: the answer is then
 * to ask again. So the answers of thousands of waits that end together are not all held. Nothing is lost: what a wait found
 * is still there.
 */
export function isLarge(answer: object): boolean {
  return roughSize(answer) >= KEPT_BYTES;
}
