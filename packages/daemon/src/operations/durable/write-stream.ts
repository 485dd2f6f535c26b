import { CLOSE_MARKER, invalidField, isCloseMarker, type DbosdError } from '@dbosd/shared';
import type { CloseStreamCommand, StreamWritten, WriteStreamCommand } from '../../model/durable.js';
import type { appendStreamKinds } from '../../writer/durable/kinds/append-stream.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';

export interface StreamWriteDeps {
  readonly durableWriter: DurableWriter;
  readonly streamKinds: ReturnType<typeof appendStreamKinds>;
}

/**
 * Appends a value to a stream: from the workflow once, or STREAM_CLOSED behind a close marker; from a step at least once,
 * or once with a dedupe ordinal.
 */
export async function writeStream(
  { durableWriter, streamKinds }: StreamWriteDeps,
  command: WriteStreamCommand,
): Promise<StreamWritten> {
  const { dedupeOrdinal: ordinal, ...call } = command;
  const refusal = refusedWrite(durableWriter, command);
  if (refusal) throw refusal;
  return durableWriter.submit(streamKinds.write, {
    closes: false,
    recorded: command.stepAttempt === undefined,
    ...(ordinal !== undefined && { ordinal }),
    ...call,
  });
}

/** Closes a stream with a close marker, unless there is one at its end. */
export async function closeStream(
  { durableWriter, streamKinds }: StreamWriteDeps,
  command: CloseStreamCommand,
): Promise<void> {
  await durableWriter.submit(streamKinds.close, {
    ...command,
    value: CLOSE_MARKER as Required<typeof CLOSE_MARKER>,
    closes: true,
    recorded: command.stepAttempt === undefined,
  });
}

function refusedWrite({ tries }: DurableWriter, command: WriteStreamCommand): DbosdError | undefined {
  const { key, value, dedupeOrdinal, stepAttempt } = command;
  if (isCloseMarker(value)) {
    return invalidField('write_stream.value', 'must not read as a close marker; close the stream instead');
  }
  if (stepAttempt !== undefined) {
    // Of a try that is over nothing counts, not even how it wrote.
    return tries.refusal(command) ?? tries.mixed(command, key, dedupeOrdinal !== undefined);
  }
  return dedupeOrdinal === undefined
    ? undefined
    : invalidField(
        'write_stream.dedupe_ordinal',
        'must be absent outside a step: there every write is stored once',
      );
}
