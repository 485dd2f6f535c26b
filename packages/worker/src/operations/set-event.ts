import type { WorkflowSerializationFormat } from '@dbosd/client';
import { checkKey } from '@dbosd/shared';
import { workflowBody } from '../context/context.js';
import { encodeValue } from '../values.js';

/** Sets an event of the workflow. The last call wins. */
export function setEvent(key: string, value: unknown, format: WorkflowSerializationFormat): Promise<void> {
  const run = workflowBody('DBOS.setEvent');
  const functionId = run.takeFunctionId();
  return run.effect(functionId, 'DBOS.setEvent', nothing, async () => {
    const isPortable = format === undefined ? run.isPortable : format === 'portable';
    const event = { key: checkKey('key', key), value: encodeValue('value', value, isPortable) };
    await run.perform({ functionId, startedAtMs: Date.now(), body: { setEvent: event } });
  });
}

function nothing(): void {
  // A recorded event is set.
}
