import { randomUUID } from 'node:crypto';
import { payload } from '../dist/drivers/payload.js';
import { closedLoop, sampleOf } from '../dist/measure/closed-loop.js';
import { mailboxService } from './services.mjs';

/** The service that is sent to, and what callers do with it once the ingress is there. */
export function sends() {
  const message = payload();
  /** By key: who is to know that a workflow waits. */
  const starting = new Map();
  const mailbox = mailboxService((key, ids) => starting.get(key)?.(ids));
  /** Those whose awakeables the coming round resolves. */
  let open = [];

  const jobs = (ingress) => {
    const start = async (awakeables) => {
      const key = randomUUID();
      const waiting = new Promise((settle) => starting.set(key, settle));
      await ingress.workflowClient(mailbox, key).workflowSubmit(awakeables);
      const ids = await waiting;
      starting.delete(key);
      return { key, ids };
    };
    const finish = (key) => ingress.workflowClient(mailbox, key).send({ name: 'last', message });

    return {
      /** Workflows that wait for ever, to send to. Returns their keys. */
      startMailboxes: async ({ count }) => {
        const started = await Promise.all(Array.from({ length: count }, () => start(0)));
        return started.map(({ key }) => key);
      },
      /** Callers resolve promises of waiting workflows, each a new one, which are named by the sender. */
      send: ({ destinations, ...load }) => {
        const round = randomUUID();
        return closedLoop(load, (caller, call) =>
          ingress
            .workflowClient(mailbox, destinations[(caller + call) % destinations.length])
            .send({ name: `${round}-${caller}-${call}`, message }),
        );
      },
      /** New waiting workflows for `sendToAwakeables`, with so many awakeables each; the former ones end. */
      startAwakeables: async ({ count, each }) => {
        await Promise.all(open.map(({ key }) => finish(key)));
        open = await Promise.all(Array.from({ length: count }, () => start(each)));
      },
      /** Callers resolve awakeables of those, each once. */
      sendToAwakeables: (load) => {
        const ids = interleave(open.map((each) => each.ids));
        return closedLoop(load, () => {
          const { done, value: id } = ids.next();
          if (done) throw new Error('there were too few awakeables for the round');
          return ingress.resolveAwakeable(id, message);
        });
      },
      /** From the call that resolves what a workflow waits for until that workflow has answered its caller. */
      answer: async (load) => {
        const timesMs = [];
        const { ms } = await closedLoop(load, async () => {
          const { key } = await start(0);
          const answered = ingress.workflowClient(mailbox, key).workflowAttach();
          const sentMs = performance.now();
          await Promise.all([finish(key), answered]);
          timesMs.push(performance.now() - sentMs);
        });
        return sampleOf(timesMs, ms);
      },
    };
  };
  return { mailbox, jobs };
}

/** The first of each, the second of each, and so on. */
function* interleave(lists) {
  for (let n = 0; n < (lists[0]?.length ?? 0); n += 1) for (const list of lists) yield list[n];
}
