import { DbosdError } from '@dbosd/shared';
import type { StreamWritten } from '../../../model/durable.js';
import type { Queryable } from '../../../store/database.js';
import {
  appendStreams,
  CLOSE_STREAM_NAME,
  collidedStream,
  WRITE_STREAM_NAME,
  type AppendVerdict,
  type StreamAppend,
} from '../../../store/queries/durable/append-streams.js';
import { lookAtCheckpoints, type DurableKind, type Written } from './durable-kind.js';
import type { StepTries } from '../step-tries.js';

export type StreamAppendMember = Omit<StreamAppend, 'known'> & {
  readonly stepAttempt?: number;
  readonly follows?: boolean;
};

/**
 * Appends to streams. Values and close markers are two kinds, so that what is written behind a close marker sees it. Of
 * the tries of steps it keeps what it has counted.
 */
export function appendStreamKinds(tries: StepTries): {
  readonly write: DurableKind<StreamAppendMember, StreamWritten>;
  readonly close: DurableKind<StreamAppendMember, StreamWritten>;
} {
  const shared = {
    write: (db: Queryable, members: readonly StreamAppendMember[]) => append(db, members, tries),
    look: (db: Queryable, members: readonly StreamAppendMember[]) =>
      lookAtCheckpoints(db, members, {
        nameOf: ({ closes }) => (closes ? CLOSE_STREAM_NAME : WRITE_STREAM_NAME),
        answer: (): StreamWritten => ({}),
      }),
    orderOf: ({ key }: StreamAppendMember) => `stream ${key}`,
    bytesOf: ({ value }: StreamAppendMember) => Buffer.byteLength(value.data),
    collided: collidedStream<StreamAppendMember>,
  };
  return {
    write: { ...shared, name: 'write-stream', identityOf: writeIdentity, announce: announceGrowth },
    // One close marker a stream and statement: the second close finds that of the first.
    close: { ...shared, name: 'close-stream', identityOf: ({ key }) => key, announce: announceGrowth },
  };
}

const announceGrowth: NonNullable<DurableKind<StreamAppendMember, StreamWritten>['announce']> = (
  announcer,
  { workflowId, key },
) => {
  announcer.streamGrown(workflowId, key);
};

async function append(
  db: Queryable,
  members: readonly StreamAppendMember[],
  tries: StepTries,
): Promise<Written<StreamWritten>[]> {
  const appends = members.map((member): StreamAppend => {
    const known = member.ordinal === undefined ? undefined : tries.known(member, member.key);
    return { ...member, ...(known && { known }) };
  });
  const verdicts = await appendStreams(db, appends);
  return members.map((member, index) => written(member, verdicts[index] ?? { kind: 'skipped' }, tries));
}

function written(
  member: StreamAppendMember,
  verdict: AppendVerdict,
  tries: StepTries,
): Written<StreamWritten> {
  switch (verdict.kind) {
    case 'applied':
      if (verdict.known) tries.learn(member, member.key, verdict.known);
      return {
        kind: 'applied',
        result: verdict.offset === undefined ? {} : { offset: verdict.offset },
      };
    case 'closed':
      return { kind: 'recorded', otherwise: streamClosed(member) };
    case 'recorded':
    case 'refused':
    case 'skipped':
      return verdict;
  }
}

/** Of a step's writes with an ordinal the same one is a repeat; of those without none is. */
function writeIdentity(member: StreamAppendMember): unknown {
  if (member.recorded) return member.functionId;
  return member.ordinal === undefined
    ? member
    : JSON.stringify([member.functionId, member.key, member.ordinal]);
}

function streamClosed({ workflowId, key }: StreamAppendMember): DbosdError {
  return new DbosdError({
    reason: 'STREAM_CLOSED',
    message: `stream ${key} of workflow ${workflowId} is closed; write to another one`,
    metadata: { workflow_id: workflowId, key },
  });
}
