import type { RecordDeadlineCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { recordDeadlineKind } from '../../writer/durable/kinds/record-deadline.js';
import { insideStep } from './outside-step.js';

/** Records when a sleep or a wait will be over; answers what is left of the deadline that stands, in ms, at least 0. */
export async function recordDeadline(writer: DurableWriter, command: RecordDeadlineCommand): Promise<number> {
  const refusal = insideStep(command, 'a deadline');
  if (refusal) throw refusal;
  return writer.submit(recordDeadlineKind, command);
}
