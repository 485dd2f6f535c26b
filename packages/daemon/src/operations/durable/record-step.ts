import type { RecordStepCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { recordStepKind } from '../../writer/durable/kinds/record-step.js';
import { insideStep } from './outside-step.js';

/** Records the outcome of a step, or of anything else that has only an outcome. */
export async function recordStep(writer: DurableWriter, command: RecordStepCommand): Promise<void> {
  const refusal = insideStep(command, 'an outcome');
  if (refusal) throw refusal;
  return writer.submit(recordStepKind, command);
}
