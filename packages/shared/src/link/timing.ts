/**
 * The times that both ends of a session and of a worker's stream agree on (docs/protocol.md, 2 and 7). Those that
 * depend on each other are derived here and nowhere else: to change a worker's lease, change WORKER_LEASE_MS.
 */

/** How often each side of a session sends a frame at least. An empty one is enough. */
export const HEARTBEAT_MS = 20_000;
/** A side of a session that receives nothing for this long may take it for broken: three heartbeats. */
export const SESSION_SILENCE_MS = 3 * HEARTBEAT_MS;
/** Proxies cut idle calls at 60 s. */
export const UNARY_HOLD_MS = 55_000;
/** How long a daemon holds a wait of a session before it answers "not yet". */
export const SESSION_HOLD_MS = 600_000;

/**
 * How long a worker keeps its workflows while no daemon receives anything from it. Shorter, a pause of its process or
 * its network would cost it what it runs; longer, workflows of a host that is gone would wait longer for another.
 */
export const WORKER_LEASE_MS = 30_000;
/** How often each side of a worker's stream sends a frame at least: in a lease, five may be late. */
export const WORKER_BEAT_MS = WORKER_LEASE_MS / 6;
/** A worker leaves a daemon that is silent for this long: half the lease is left to find another. */
export const WORKER_SILENCE_MS = WORKER_LEASE_MS / 2;
/** A daemon ends the stream of a worker that is silent for this long: by then the lease is over. */
export const WORKER_GONE_MS = WORKER_LEASE_MS;
/**
 * For how long a worker that starts asks again for an executor id that another process holds: that process may be dead,
 * and a daemon notices the end of its lease somewhat later.
 */
export const EXECUTOR_ID_WAIT_MS = 1.5 * WORKER_LEASE_MS;
/**
 * A daemon that could write no beats for this long asks its workers to go to another one. Two thirds of the lease are
 * left for that.
 */
export const UNWRITTEN_BEATS_MS = WORKER_LEASE_MS / 3;
