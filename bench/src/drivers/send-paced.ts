import { setTimeout as delay } from 'node:timers/promises';
import { payload } from './payload.js';
import { wallClockMs } from './wall-clock.js';

export interface SendPacedArgs {
  readonly destination: string;
  readonly messages: number;
  /** Before each message: the receiver waits again by then. */
  readonly pauseMs: number;
}

/** Sends messages one after another. Returns when each was called for. */
export async function sendPaced(
  send: (destination: string, message: string, topic: string) => Promise<void>,
  { destination, messages, pauseMs }: SendPacedArgs,
): Promise<number[]> {
  const message = payload();
  const calledAtMs: number[] = [];
  for (let n = 0; n < messages; n += 1) {
    await delay(pauseMs);
    calledAtMs.push(wallClockMs());
    await send(destination, message, 'bench');
  }
  return calledAtMs;
}
