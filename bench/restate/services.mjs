import { RestatePromise, service, workflow } from '@restatedev/restate-sdk';

/** Waits to be sent to. `onWaiting` is told of a workflow that goes on to wait: its key, and the ids of its awakeables. */
export function mailboxService(onWaiting) {
  return workflow({
    name: 'mailbox',
    handlers: {
      /** Until `last` is resolved, with which it answers. Senders may resolve other promises and the awakeables meanwhile. */
      run: async (ctx, awakeables) => {
        const ids = Array.from({ length: awakeables }, () => ctx.awakeable().id);
        onWaiting(ctx.key, ids);
        return ctx.promise('last');
      },
      send: (ctx, { name, message }) => ctx.promise(name).resolve(message),
    },
  });
}

/** `value` is what each step returns. */
export function writerService(value) {
  return service({
    name: 'writer',
    handlers: {
      steps: async (ctx, { count, awaited }) => {
        const begunMs = performance.now();
        const issued = [];
        for (let n = 0; n < count; n += 1) {
          const step = ctx.run(`step-${n}`, () => value);
          if (awaited) await step;
          else issued.push(step);
        }
        await RestatePromise.all(issued);
        return { begunMs, endedMs: performance.now() };
      },
      nothing: () => Promise.resolve(),
    },
  });
}
