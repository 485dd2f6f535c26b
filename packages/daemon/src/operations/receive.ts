import { NULL_TOPIC, type Clock } from '@dbosd/shared';
import type { Hub } from '../hub/hub.js';
import type { ReceiveCommand, Received } from '../model/durable.js';
import type { Claimed, ReceiveKind, Receiver } from '../writer/kinds/receive.js';
import type { Writer } from '../writer/writer.js';
import { waitUntil } from './wait-until.js';

export interface ReceiveOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly writer: Writer;
  readonly receives: ReceiveKind;
}

/**
 * How much longer a recv waits at most than the database's clock said. It leaves room for that clock being slewed, so that
 * the recorded deadline decides unless the clock has stepped back.
 */
const CLOCK_SLACK_MS = 1000;

/**
 * Waits for the next message of a topic and consumes it.
 *
 * registered (with the hub, and with the receivers of the mailbox)
 *   → claiming: one statement, in the order of the workflow's operations
 *       → recorded already: answered as it was then
 *       → a message: consumed, recorded, answered
 *       → none, the deadline is over: the timeout is recorded, answered
 *       → none, time is left: waiting
 *   → waiting, until a hint of a message or of the workflow's end, until the sweep finds either, until another claim has
 *     found something for this one, or until what the database says is left of the deadline is over → claiming
 *
 * The first claim records the deadline where none is recorded yet; a recv that waits again after a crash finds it, and waits
 * for the rest. The claim decides by the database's clock whether the deadline is over; a timer only starts a claim. So an
 * empty claim is never final, unless it began after the deadline. When that clock has stepped back, the first answer
 * holds: the recv is overdue 1 s after what was left then, or after its whole timeout if that is less. When the workflow has been cancelled or is run by
 * another, the next claim fails. When the daemon drains, an empty claim answers `notYet`.
 *
 * A claim that failed in the middle is repeated: it finds what it recorded, if it did.
 */
export async function receive(
  { hub, clock, writer, receives }: ReceiveOptions,
  command: ReceiveCommand,
  signal: AbortSignal,
): Promise<Received> {
  const { workflowId } = command;
  const topic = command.topic ?? NULL_TOPIC;
  let wake = (): void => undefined;
  /** On the monotonic clock. */
  let overdueMs = Infinity;
  const receiver: Receiver = {
    ...toClaim(command, topic),
    signal,
    isOverdue: () => clock.monotonicMs() >= overdueMs,
    wake: () => {
      wake();
    },
  };
  const outcome = await waitUntil<Claimed, Received>({
    hub,
    clock,
    // The claim knows when its time is up.
    wait: { timeoutMs: Infinity, holdMs: Infinity, signal },
    register: (ring) => {
      wake = ring;
      const leaves = [
        hub.onMessage(workflowId, topic, ring),
        hub.onWorkflow(workflowId, ring),
        receives.join(receiver),
      ];
      return () => {
        for (const leave of leaves) leave();
      };
    },
    read: () => writer.submit(receives, receiver),
    decide: (claimed) => {
      if (claimed.kind !== 'empty') return claimed;
      const leftMs = Math.min(claimed.remainingMs, command.timeoutMs);
      overdueMs = Math.min(overdueMs, clock.monotonicMs() + leftMs + CLOCK_SLACK_MS);
      return undefined;
    },
    againInMs: (claimed) =>
      claimed.kind === 'empty'
        ? Math.max(0, Math.min(claimed.remainingMs, overdueMs - clock.monotonicMs()))
        : 0,
  });
  return outcome.kind === 'notYet' ? { kind: 'notYet' } : outcome;
}

function toClaim(command: ReceiveCommand, topic: string): Omit<Receiver, 'signal' | 'wake' | 'isOverdue'> {
  const { workflowId, ownerToken, functionId, startedAtMs, timeoutMs, deadlineFunctionId, maxValueBytes } =
    command;
  return {
    workflowId,
    ownerToken,
    functionId,
    startedAtMs,
    topic,
    timeoutMs,
    deadlineFunctionId,
    maxValueBytes,
  };
}
