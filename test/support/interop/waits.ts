import type { TestDaemon } from '../daemon.js';
import { until } from '../until.js';

/** A call that waits; wrapped, since a bare promise would be awaited with the function that returns it. */
export interface Waiting<T> {
  readonly outcome: Promise<T>;
}

/**
 * Makes a call that waits for something of a workflow, and resolves when the daemon has registered it and sent its
 * first look to the database: what comes later is not found by that look, but because something woke the wait.
 * (Where others wait for something of the same workflow at this daemon, it may resolve before that.)
 */
export async function startWaiting<T>(
  { parts: { hub, store } }: TestDaemon,
  workflowId: string,
  call: () => Promise<T>,
): Promise<Waiting<T>> {
  const looks = store.read.statements;
  const outcome = call();
  const isRegistered = (): boolean =>
    hub.question(true).question.workflows.some((waited) => waited.workflowId === workflowId);
  await until(() => isRegistered() && store.read.statements > looks);
  return { outcome };
}

/** The next value of a generator that must not be over yet. */
export async function next<T>(generator: AsyncGenerator<T, void, unknown>): Promise<T> {
  const { done, value } = await generator.next();
  if (done === true) throw new Error('the generator is over');
  return value;
}

/** All that is left of a generator. */
export async function collect<T>(generator: AsyncGenerator<T, void, unknown>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of generator) values.push(value);
  return values;
}
