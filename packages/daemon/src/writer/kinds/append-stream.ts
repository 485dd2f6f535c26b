import { CLOSE_MARKER, DbosdError } from '@dbosd/shared';
import type { CloseStreamCommand, StreamWritten, WriteStreamCommand } from '../../model/durable.js';
import type { Queryable } from '../../store/database.js';
import {
  appendStreams,
  CLOSE_STREAM_NAME,
  collidedStream,
  WRITE_STREAM_NAME,
  type AppendVerdict,
  type StreamAppend,
} from '../../store/queries/streams/append-streams.js';
import type { StepTries } from '../step-tries.js';
import type { WriteKind } from '../write-kind.js';
import { checkCheckpoints, fencedKind, type FencedWritten } from './fenced-kind.js';

type StreamAppendMember = Omit<StreamAppend, 'known'> & {
  readonly stepAttempt?: number | undefined;
  readonly follows?: boolean;
};

interface AppendStreamKinds {
  readonly write: WriteKind<StreamAppendMember, StreamWritten>;
  readonly close: WriteKind<StreamAppendMember, StreamWritten>;
}

/**
 * Appends to streams: from the workflow once, from a step at least once, or once with a dedupe ordinal. Values and close
 * markers are two kinds, so that what is written after a close marker sees it. `tries` keeps what was counted for the tries
 * of steps.
 */
export function appendStreamKinds(tries: StepTries): AppendStreamKinds {
  const shared = {
    write: (db: Queryable, members: readonly StreamAppendMember[]) => append(db, members, tries),
    check: (db: Queryable, members: readonly StreamAppendMember[]) =>
      checkCheckpoints(db, members, {
        nameOf: ({ closes }) => (closes ? CLOSE_STREAM_NAME : WRITE_STREAM_NAME),
        answer: (): StreamWritten => ({}),
      }),
    orderOf: ({ key }: StreamAppendMember) => `stream ${key}`,
    bytesOf: ({ value }: StreamAppendMember) => Buffer.byteLength(value.data),
    collided: collidedStream<StreamAppendMember>,
    announce: announceGrowth,
  };
  return {
    write: fencedKind({
      ...shared,
      name: 'write-stream',
      identityOf: writeIdentity,
      refusal: (member) =>
        member.stepAttempt === undefined
          ? undefined
          : tries.mixed(member, member.key, member.ordinal !== undefined),
    }),
    // One close marker a stream and statement: the second close finds that of the first.
    close: fencedKind({ ...shared, name: 'close-stream', identityOf: ({ key }) => key }),
  };
}

export function streamValue({ dedupeOrdinal: ordinal, ...call }: WriteStreamCommand): StreamAppendMember {
  return {
    closes: false,
    recorded: call.stepAttempt === undefined,
    ordinal,
    ...call,
  };
}

export function streamClose(command: CloseStreamCommand): StreamAppendMember {
  return {
    ...command,
    value: CLOSE_MARKER as Required<typeof CLOSE_MARKER>,
    closes: true,
    recorded: command.stepAttempt === undefined,
  };
}

const announceGrowth: NonNullable<AppendStreamKinds['write']['announce']> = (
  announcer,
  { workflowId, key, value },
  { offset },
  begunAtMs,
) => {
  // Without an offset nothing was stored by this call.
  const committed =
    offset === undefined
      ? undefined
      : ({ kind: 'stream', workflowId, key, offset, value, begunAtMs } as const);
  announcer.streamGrown(workflowId, key, committed);
};

async function append(
  db: Queryable,
  members: readonly StreamAppendMember[],
  tries: StepTries,
): Promise<FencedWritten<StreamWritten>[]> {
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
): FencedWritten<StreamWritten> {
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
