import type { WorkflowSerializationFormat } from '@dbosd/client';
import { checkKey } from '@dbosd/shared';
import { workflowBody } from '../context/context.js';
import { encodeGiven } from '../values.js';

/** Sets an event of the workflow. The last call wins. */
export function setEvent(key: string, value: unknown, format: WorkflowSerializationFormat): Promise<void> {
  const run = workflowBody('DBOS.setEvent');
  const functionId = run.takeFunctionId();
  return run.effect(functionId, 'DBOS.setEvent', nothing, async () => {
    const event = {
      key: checkKey('key', key),
      value: encodeGiven('value', value, format, run.isPortable),
    };
    await run.perform({ functionId, startedAtMs: Date.now(), body: { setEvent: event } });
  });
}

function nothing(): void {
  // A recorded event is set.
}
