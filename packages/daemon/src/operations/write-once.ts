import { createHash } from 'node:crypto';
import { DbosdError } from '@dbosd/shared';
import type { Queryable } from '../store/database.js';
import { answerRequest, findRequest, insertRequest, type KeptRequest } from '../store/queries/requests.js';
import { MAX_TRIES } from '../store/retry.js';
import { overtaken } from '../writer/carry-out.js';
import type { Writer } from '../writer/writer.js';

export interface WriteOptions {
  readonly writer: Writer;
}

/** What changes state, and may be sent again when it carries a token. */
export interface RepeatableCommand {
  /** The caller's token. Absent: a repeat is a request of its own. */
  readonly requestId?: string | undefined;
}

interface OneWrite<C extends RepeatableCommand, R extends object> {
  readonly method: string;
  readonly command: C;
  /** The tables that it touches, where `workflow_status` is none of them. */
  readonly tables?: readonly string[];
  /** Called again after a deadlock, in a new transaction: it may change nothing but the database. */
  readonly effect: (tx: Queryable) => Promise<R>;
}

/**
 * Carries a management command out in one transaction. Under a token, its row is inserted first (a second call under the token
 * waits for it), then comes the effect, then the answer is kept; a repeat gets that answer, and has no effect of its own, for
 * 24 h. The answer must survive JSON. Fails with IDEMPOTENCY_KEY_REUSED when the token is that of another request. What the
 * effect refuses is not kept: a repeat is judged again.
 */
export function writeOnce<C extends RepeatableCommand, R extends object>(
  { writer }: WriteOptions,
  { method, command, tables, effect }: OneWrite<C, R>,
): Promise<R> {
  const { requestId, ...rest } = command;
  const work =
    requestId === undefined
      ? effect
      : (tx: Queryable): Promise<R> => once(tx, { requestId, method, digest: digestOf(rest) }, effect);
  return writer.transaction({ run: work, tables });
}

async function once<R extends object>(
  tx: Queryable,
  request: KeptRequest,
  effect: (tx: Queryable) => Promise<R>,
): Promise<R> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    if (await insertRequest(tx, request)) {
      const answer = await effect(tx);
      await answerRequest(tx, request.requestId, Buffer.from(JSON.stringify(answer)));
      return answer;
    }
    const found = await findRequest(tx, request);
    if (found?.same === false) throw tokenReused(request);
    // The effect of this very method made it.
    if (found) return JSON.parse(found.answer.toString()) as R;
    // Its first call was undone, or it was swept, in between.
  }
  throw overtaken();
}

// Members in the order of their names: a map may come in another order the second time.
function digestOf(command: object): Buffer {
  const text = JSON.stringify(command, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest();
}

function tokenReused({ requestId, method }: KeptRequest): DbosdError {
  return new DbosdError({
    reason: 'IDEMPOTENCY_KEY_REUSED',
    message: `the request_id ${requestId} belongs to another request than this ${method}; use a new one`,
    metadata: { request_id: requestId },
  });
}
