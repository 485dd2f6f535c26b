import type { DurableOperations } from '../../model/durable.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import { recordStep } from './record-step.js';

export interface DurableDeps {
  readonly durableWriter: DurableWriter;
}

/** The durable verbs, each with what it needs. */
export function bindDurable({ durableWriter }: DurableDeps): Pick<DurableOperations, 'recordStep'> {
  return {
    recordStep: (command) => recordStep(durableWriter, command),
  };
}
