import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DBOS } from '@dbosd/worker';
import type { Event, Phase } from '../history/entry.js';
import type { Journal } from '../history/journal.js';
import {
  childId,
  dedupedValue,
  messageValue,
  stepName,
  triedValue,
  writtenValue,
  type Op,
  type PlacedOp,
} from './op.js';

type OpOf<Kind extends Op['do']> = Extract<Op, { do: Kind }>;

/** What a scripted workflow needs of its process. */
export interface Stage {
  readonly journal: Journal;
  /** Starts a scripted workflow. */
  readonly start: (workflowId: string, ops: readonly Op[]) => Promise<{ getResult(): Promise<unknown> }>;
  /** Called in each execution of a step's body, where a test may hold it up. */
  readonly inStep: (workflowId: string, path: string) => Promise<void>;
}

/**
 * Carries out a script in a workflow. Returns, in the order of their places, what came out of those operations that have
 * an outcome: of a recv the message or null, of a step its execution, of a getEvent the value or null, of a child its
 * own outcomes.
 */
export async function perform(stage: Stage, workflowId: string, ops: readonly Op[]): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const [index, op] of ops.entries()) {
    if (op.do !== 'together') {
      outcomes.push(...(await one(stage, workflowId, { path: String(index), op })));
      continue;
    }
    const all = op.ops.map((inner, at) =>
      one(stage, workflowId, { path: `${String(index)}.${String(at)}`, op: inner }),
    );
    outcomes.push(...(await Promise.all(all)).flat());
  }
  return outcomes;
}

/** Begins before it first awaits, so that operations take their places in the order of the calls. */
async function one(stage: Stage, workflowId: string, { path, op }: PlacedOp): Promise<unknown[]> {
  const { journal } = stage;
  switch (op.do) {
    case 'send': {
      const value = messageValue(workflowId, path);
      const sent = sending(workflowId, op, value);
      await noted(journal, sent, () => DBOS.send(op.to, value, op.topic));
      return [];
    }
    case 'recv': {
      const received = (phase: Phase, got?: { value: string | null }): Event => ({
        op: 'recv',
        phase,
        workflowId,
        path,
        ...got,
      });
      return [
        await noted(
          journal,
          received,
          () => DBOS.recv<string>(op.topic, op.timeoutMs / 1000),
          (value) => received('ok', { value }),
        ),
      ];
    }
    case 'setEvent': {
      const { key, value } = op;
      const set = (phase: Phase): Event => ({ op: 'setEvent', phase, workflowId, key, value });
      await noted(journal, set, () => DBOS.setEvent(key, value));
      return [];
    }
    case 'getEvent':
      return [await DBOS.getEvent<number>(op.from, op.key, op.timeoutMs / 1000)];
    case 'write': {
      const { key } = op;
      const value = writtenValue(path);
      const written = (phase: Phase): Event => ({ op: 'write', phase, workflowId, key, value });
      await noted(journal, written, () => DBOS.writeStream(key, value));
      return [];
    }
    case 'close':
      await DBOS.closeStream(op.key);
      return [];
    case 'sleep':
      await DBOS.sleep(op.ms);
      return [];
    case 'step':
      return [await step(stage, workflowId, path, op)];
    case 'child':
      return [await (await stage.start(childId(workflowId, path), op.ops)).getResult()];
  }
}

function sending(
  from: string,
  { to, topic }: { to: string; topic?: string },
  value: string,
): (phase: Phase) => Event {
  return (phase) => ({ op: 'send', phase, from, to, ...(topic === undefined ? {} : { topic }), value });
}

async function step(stage: Stage, workflowId: string, path: string, op: OpOf<'step'>): Promise<string> {
  const { journal } = stage;
  const done = (phase: Phase, execution: string): Event => ({
    op: 'step',
    phase,
    workflowId,
    path,
    execution,
  });
  const { failures = 0 } = op;
  let failed = 0;
  const execution = await DBOS.runStep(
    async () => {
      const execution = randomUUID();
      journal.write(done('invoke', execution));
      await stage.inStep(workflowId, path);
      await writeFromStep(path, execution, op);
      await sendFromStep(journal, workflowId, path, op);
      if (op.ms > 0) await delay(op.ms);
      if (failed < failures) {
        failed += 1;
        throw new Error(`failure ${String(failed)} of ${String(failures)}`);
      }
      return execution;
    },
    {
      name: stepName(path),
      ...(failures === 0 ? {} : { retriesAllowed: true, maxAttempts: failures + 1, intervalSeconds: 0.02 }),
    },
  );
  journal.write(done('ok', execution));
  return execution;
}

async function writeFromStep(path: string, execution: string, { writes }: OpOf<'step'>): Promise<void> {
  if (writes === undefined) return;
  const { key, count, dedupe } = writes;
  const all = Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    const value = dedupe ? dedupedValue(path, n) : triedValue(path, execution, n);
    return DBOS.writeStream(key, value, { dedupe });
  });
  await Promise.all(all);
}

async function sendFromStep(
  journal: Journal,
  workflowId: string,
  path: string,
  { to }: OpOf<'step'>,
): Promise<void> {
  if (to === undefined) return;
  const value = messageValue(workflowId, path);
  // No order among tries: the sender is the step alone.
  const sent = sending(`${workflowId} ${path}`, { to }, value);
  await noted(journal, sent, () => DBOS.send(to, value, undefined, value));
}

async function noted<T>(
  journal: Journal,
  event: (phase: Phase) => Event,
  call: () => Promise<T>,
  answered: (value: T) => Event = () => event('ok'),
): Promise<T> {
  journal.write(event('invoke'));
  try {
    const value = await call();
    journal.write(answered(value));
    return value;
  } catch (error) {
    journal.write(event('info'));
    throw error;
  }
}
