import { checkTopic, CLIENT_MAX_VALUE_BYTES, msToDuration } from '@dbosd/shared';
import { workflowBody } from '../context/context.js';
import { decodePayload } from '../values.js';
import { timeoutMsOrDefault, type WaitOptions } from './timeout.js';

export type RecvOptions = WaitOptions;

/**
 * Waits for the next message of a topic (or for one without a topic) and consumes it. Null on timeout. The timeout is
 * durable: a recovered workflow waits for the remaining time.
 */
export async function receive(
  topic: string | undefined,
  options: number | RecvOptions | undefined,
): Promise<unknown> {
  const run = workflowBody('DBOS.recv');
  const functionId = run.takeFunctionId();
  const deadlineFunctionId = run.takeFunctionId();
  const timeoutMs = timeoutMsOrDefault(options);
  const payload = await run.once(
    functionId,
    'DBOS.recv',
    ({ checkpoint }) => {
      run.replay.forget(deadlineFunctionId);
      return checkpoint.output;
    },
    async () => {
      const receiving = {
        topic: topic === undefined ? undefined : checkTopic('topic', topic),
        timeout: msToDuration(timeoutMs),
        deadlineFunctionId: timeoutMs === 0 ? undefined : deadlineFunctionId,
        maxValueBytes: CLIENT_MAX_VALUE_BYTES,
      };
      const { received } = await run.perform({
        functionId,
        startedAtMs: Date.now(),
        body: { receive: receiving },
      });
      return received?.message ?? null;
    },
  );
  return decodePayload(payload);
}
