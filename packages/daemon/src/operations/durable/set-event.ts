import type { SetEventCommand } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { setEventKind } from '../../writer/durable/kinds/set-event.js';
import { insideStep } from './outside-step.js';

/** Sets an event: its value once the row has committed, unless a later call of the workflow has set it. */
export async function setEvent(writer: DurableWriter, command: SetEventCommand): Promise<void> {
  const refusal = insideStep(command, 'an event');
  if (refusal) throw refusal;
  return writer.submit(setEventKind, command);
}
