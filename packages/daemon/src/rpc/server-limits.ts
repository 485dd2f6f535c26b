import {
  HEARTBEAT_MS,
  SESSION_HOLD_MS,
  SESSION_MAX_CALLS,
  SESSION_MAX_WAITS,
  SESSION_SILENCE_MS,
  UNARY_HOLD_MS,
  WORKER_BEAT_MS,
  WORKER_GONE_MS,
} from '@dbosd/shared';
import type { AdmissionLimits } from './admission.js';
import type { OutputLimits } from './link/output-budget.js';
import type { SessionTiming } from './sessions/environment.js';

/** The times of the server; the defaults are those of the contract, tests choose shorter ones. */
export interface RpcTiming extends SessionTiming {
  /** How long a unary wait is held. */
  readonly unaryHoldMs: number;
  /** How often a worker gets a frame from its daemon at least. */
  readonly workerHeartbeatMs: number;
  /** A worker that sends nothing for so long counts as gone. */
  readonly workerSilenceMs: number;
  /** How long `stop` lets calls and sessions finish. */
  readonly stopGraceMs: number;
}

/** Limits for peers that have not sent a call yet. */
export interface ConnectionLimits {
  /** Connections that are open at once. */
  readonly maxConnections: number;
  /** How long a peer may take to begin HTTP/2, and a request to arrive whole. */
  readonly requestTimeoutMs: number;
  /** How long a connection may be open without a call. */
  readonly idleTimeoutMs: number;
}

export const DEFAULT_ADMISSION: AdmissionLimits = {
  maxUnaryCalls: SESSION_MAX_CALLS,
  maxUnaryWaits: SESSION_MAX_WAITS,
};

export const DEFAULT_OUTPUT: OutputLimits = {
  // Four sessions whose answers are not taken.
  maxConnectionBytes: 32 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
  timeoutMs: 60_000,
  bytesPerSecond: 64 * 1024,
};

export const DEFAULT_CONNECTIONS: ConnectionLimits = {
  maxConnections: 10_000,
  requestTimeoutMs: 60_000,
  idleTimeoutMs: 15 * 60_000,
};

/** As many as the pool of connections that read has by default. */
export const DEFAULT_READ_SLOTS = 8;
/** More than connections: a call may hold its turn while it waits for a worker, without a connection. */
export const DEFAULT_WRITE_SLOTS = 32;

export const DEFAULT_TIMING: RpcTiming = {
  unaryHoldMs: UNARY_HOLD_MS,
  sessionHoldMs: SESSION_HOLD_MS,
  heartbeatMs: HEARTBEAT_MS,
  silenceMs: SESSION_SILENCE_MS,
  workerHeartbeatMs: WORKER_BEAT_MS,
  workerSilenceMs: WORKER_GONE_MS,
  // Often enough that daemons which came later get their share of the sessions.
  renewMs: 30 * 60_000,
  stopGraceMs: 30_000,
};
