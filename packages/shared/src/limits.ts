/** Limits of the contract (docs/protocol.md, 2). Sizes are bytes of UTF-8. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Topics, event keys, stream keys, idempotency keys and new workflow ids. */
export const MAX_KEY_BYTES = 1024;
/** Ids of existing workflows: derived child ids are longer than the ids that callers make. */
export const MAX_EXISTING_WORKFLOW_ID_BYTES = 1280;
/** Queue, application, class and configuration names, versions, deduplication ids, format names, users and roles. */
export const MAX_NAME_BYTES = 255;
export const MAX_PARTITION_KEY_BYTES = 512;

export const DEFAULT_MAX_PAYLOAD_BYTES = 2 * MIB;
/** gRPC's default receive limit is 4 MiB, so a larger payload could not reach a client that keeps the default. */
export const HIGHEST_MAX_PAYLOAD_BYTES = 3 * MIB;
/** What a request may hold beyond its payload. */
export const REQUEST_OVERHEAD_BYTES = 512 * KIB;
/** How much the daemon receives beyond its payload limit, so that dbosd refuses the request instead of gRPC. */
export const RECEIVE_OVERHEAD_BYTES = MIB;

/** A frame holds several requests or answers, and a batch of a stream several values, only up to this size. */
export const FRAME_BYTES = 256 * KIB;
/** Pages of lists are cut at this size; a larger single value travels alone. */
export const PAGE_BYTES = MIB;
/** The largest value that a read returns whole, if the reader sets no limit. */
export const DEFAULT_MAX_VALUE_BYTES = 3 * MIB;
export const HIGHEST_MAX_VALUE_BYTES = 64 * MIB;
/** The limit that `DBOSClient` requests, below the 64 MiB that it accepts. */
export const CLIENT_MAX_VALUE_BYTES = 60 * MIB;
export const CLIENT_RECEIVE_BYTES = 64 * MIB;

export const MAX_BATCH_MESSAGES = 1000;
/** Workflows that one request cancels, resumes or deletes. */
export const MAX_BATCH_WORKFLOWS = 1000;
/** Children that a fork has replaced. */
export const MAX_REPLACED_CHILDREN = 10_000;
/** Function ids are int4 in DBOS's tables. */
export const MAX_FUNCTION_ID = 2_147_483_647;
export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 1000;
export const MAX_WATCHED_KEYS = 1000;
export const MAX_KNOWN_KEYS = 10_000;
export const MAX_ROLES = 100;
/** Workflows that one request names: to list them, or to wait for the first of them. */
export const MAX_WORKFLOW_IDS = 1000;
/** Values of any other filter of a list. */
export const MAX_FILTER_VALUES = 100;
/** Stream offsets are int4 in DBOS's table. */
export const MAX_STREAM_OFFSET = 2_147_483_647;
export const MAX_PRIORITY = 2_147_483_647;

/** What a session may have in flight, counted separately so that waits never starve the writes that end them. */
export const SESSION_MAX_WAITS = 20_000;
export const SESSION_MAX_CALLS = 4096;
export const SESSION_MAX_BYTES = 16 * MIB;

/**
 * A worker begins no step when its last proof that it runs the workflow is older: it asks first. A cancel waits this
 * long for a worker that does not answer; by then the worker has begun its last step.
 */
export const RUN_PROOF_MS = 1000;
/** The timeout of a wait that sets none, as in DBOS. */
export const DEFAULT_TIMEOUT_MS = 60_000;
/** Ten years: what a timeout, delay or deadline may be at most. */
export const MAX_TIMEOUT_MS = 10 * 365 * 24 * 3600 * 1000;

/** Stored as the topic of a message without one (DBOS's sentinel). */
export const NULL_TOPIC = '__null__topic__';
/** Queue names with this prefix are DBOS's own. */
export const RESERVED_QUEUE_PREFIX = '_dbos_';
