import type { RecordStepCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { recordStepKind } from '../../writer/durable/record-step.js';

/** Records the outcome of a step, or of anything else that has only an outcome. */
export function recordStep(writer: DurableWriter, command: RecordStepCommand): Promise<void> {
  return writer.submit(recordStepKind, command);
}
