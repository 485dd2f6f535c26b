import type { Queryable } from '../database.js';
import type { Statement } from '../statement.js';

/** A request that carries a token. */
export interface KeptRequest {
  readonly requestId: string;
  readonly method: string;
  /** Of the request without its token. */
  readonly digest: Buffer;
}

/** What is under a token: the request that used it first, and its answer. */
interface FoundRequest {
  readonly same: boolean;
  readonly answer: Buffer;
}

// Uses request_pkey: one row. Waits while another transaction carries out a request under the same token.
const inserting: Statement = {
  name: 'insert-request',
  text: ({ own }) => `
    insert into ${own}.request (request_id, method, digest)
    values ($1, $2, $3)
    on conflict (request_id) do nothing
    returning 1 as inserted`,
};

// Uses request_pkey: one row. A statement of its own, so that it sees what the insert waited for.
const finding: Statement = {
  name: 'find-request',
  text: ({ own }) => `
    select method = $2 and digest = $3 as same, answer
    from ${own}.request
    where request_id = $1`,
};

// Uses request_pkey: one row.
const answering: Statement = {
  name: 'answer-request',
  text: ({ own }) => `
    update ${own}.request
    set answer = $2
    where request_id = $1`,
};

/** Takes the token for this request; false: it is taken. */
export async function insertRequest(tx: Queryable, request: KeptRequest): Promise<boolean> {
  const rows = await tx.query(inserting, [request.requestId, request.method, request.digest]);
  return rows.length === 1;
}

/** The request that took the token; `undefined`: it has been swept meanwhile. */
export async function findRequest(tx: Queryable, request: KeptRequest): Promise<FoundRequest | undefined> {
  const [row] = await tx.query<{ same: boolean; answer: Buffer }>(finding, [
    request.requestId,
    request.method,
    request.digest,
  ]);
  return row;
}

/** Keeps the answer for repeats. */
export async function answerRequest(tx: Queryable, requestId: string, answer: Buffer): Promise<void> {
  await tx.query(answering, [requestId, answer]);
}

/** How many rows one statement deletes at most, so that none takes long. */
const BATCH = 1000;

// Uses request_created_at, up to the last row that is old enough (the clock is asked once: asked at every row it could not
// bound the walk), and request_pkey (by an array: a join may be planned as a read of the whole table). Rows that a repeat
// is looking at are skipped, they go the next time.
const statement: Statement = {
  name: 'sweep-requests',
  text: ({ own }) => `
    delete from ${own}.request
    where request_id = any(array(
      select request_id
      from ${own}.request
      where created_at < (select clock_timestamp() - interval '24 hours')
      order by created_at
      limit ${String(BATCH)}
      for update skip locked
    ))
    returning 1 as swept`,
};

/** Deletes all requests that are older than 24 h. */
export async function sweepRequests(db: Queryable): Promise<void> {
  while ((await db.query(statement, [])).length === BATCH);
}
