import { payload } from '../dist/drivers/payload.js';
import { closedLoop, sampleOf } from '../dist/measure/closed-loop.js';
import { writerService } from './services.mjs';

/** The service that writes, and what callers do with it once the ingress is there. */
export function writes() {
  const writer = writerService(payload());
  const jobs = (ingress) => {
    const client = ingress.serviceClient(writer);
    return {
      /** From the first step of any invocation to the last one's end; starting them is not counted. */
      write: async ({ kind, workflows, operations, awaited }) => {
        if (kind !== 'step') throw new Error(`Restate has no ${kind}`);
        const times = await Promise.all(
          Array.from({ length: workflows }, () => client.steps({ count: operations, awaited })),
        );
        const begunMs = Math.min(...times.map((each) => each.begunMs));
        const ms = Math.max(...times.map((each) => each.endedMs)) - begunMs;
        const each = times.map((one) => (one.endedMs - one.begunMs) / operations);
        const count = workflows * operations;
        return { ...sampleOf(each, ms), operations: count, perSecond: (count * 1000) / ms };
      },
      /** Callers call an empty handler, which is a durable invocation, again and again. */
      startAndFinish: (load) => closedLoop(load, () => client.nothing()),
    };
  };
  return { writer, jobs };
}
