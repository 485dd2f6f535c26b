import { randomUUID } from 'node:crypto';
import { sendPaced, type SendPacedArgs } from '../send-paced.js';
import { wallClockMs } from '../wall-clock.js';
import type { BenchDBOS } from './bench-dbos.js';

const PATIENCE_SECONDS = 60;

/** A workflow that receives messages and notes when. */
export function receiverJobs(DBOS: BenchDBOS) {
  const receivers = new Map<string, Promise<number[]>>();
  const receive = DBOS.registerWorkflow(
    async (messages: number): Promise<number[]> => {
      const receivedAtMs: number[] = [];
      for (let n = 0; n < messages; n += 1) {
        const message = await DBOS.recv<string>('bench', PATIENCE_SECONDS);
        receivedAtMs.push(wallClockMs());
        if (message === null) throw new Error('a message did not come in time');
      }
      return receivedAtMs;
    },
    { name: 'receive' },
  );

  return {
    /** Returns the id of a workflow that receives so many messages. */
    openReceiver: async (messages: number): Promise<string> => {
      const workflowID = randomUUID();
      const handle = await DBOS.startWorkflow(receive, { workflowID })(messages);
      receivers.set(workflowID, handle.getResult());
      return workflowID;
    },
    /** When recv returned, for each message. */
    received: async (workflowId: string): Promise<number[]> => {
      const result = await receivers.get(workflowId);
      receivers.delete(workflowId);
      return result ?? [];
    },
    sendPacedHere: (args: SendPacedArgs): Promise<number[]> =>
      sendPaced((destination, text, topic) => DBOS.send(destination, text, topic), args),
  };
}
