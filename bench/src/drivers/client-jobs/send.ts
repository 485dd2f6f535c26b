import { closedLoop, type Load, type Sample } from '../../measure/closed-loop.js';
import { payload } from '../payload.js';
import { sendPaced, type SendPacedArgs } from '../send-paced.js';
import type { BenchClient } from './bench-client.js';

export interface SendArgs extends Load {
  readonly destinations: readonly string[];
}

export function sendJobs(client: BenchClient) {
  const message = payload();
  return {
    /** Callers send in turns to all destinations. */
    send: ({ destinations, ...load }: SendArgs): Promise<Sample> =>
      closedLoop(load, (caller, call) =>
        client.send(destinations[(caller + call) % destinations.length] ?? '', message, 'bench'),
      ),
    sendPaced: (args: SendPacedArgs): Promise<number[]> =>
      sendPaced((destination, text, topic) => client.send(destination, text, topic), args),
  };
}
