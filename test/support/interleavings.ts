import { running, type PausePoints } from './pause-points.js';

export type SessionName = 'one' | 'two';

/** What two sessions do at once. */
export type Work<One, Two> = { readonly one: () => Promise<One>; readonly two: () => Promise<Two> };

/** Where each of them stops (`undefined`: nowhere), and which of them goes on first. */
export interface Schedule {
  readonly one: string | undefined;
  readonly two: string | undefined;
  readonly first: SessionName;
}

/** Every schedule of two sessions with these pause points. */
export function schedules(stops: readonly string[]): Schedule[] {
  const all = [...stops, undefined];
  return all.flatMap((one) =>
    all.flatMap((two) => (['one', 'two'] as const).map((first) => ({ one, two, first }))),
  );
}

/**
 * Runs both pieces of work by the schedule: each stops at its point, and they are let go in that order. What fails fails
 * with the schedule in its message.
 */
export async function interleaved<One, Two>(
  pauses: PausePoints,
  { one: stopOne, two: stopTwo, first }: Schedule,
  work: Work<One, Two>,
): Promise<{ one: One; two: Two }> {
  const stops = { one: stopOne, two: stopTwo };
  for (const name of ['one', 'two'] as const) if (stops[name]) await pauses.hold(name, stops[name]);
  const one = running('one', work.one());
  await pauses.settled([one]);
  const two = running('two', work.two());
  await pauses.settled([one, two]);
  for (const name of [first, first === 'one' ? 'two' : 'one'] as const) {
    if (stops[name]) await pauses.release(name, stops[name]);
    await pauses.settled([one, two]);
  }
  const outcomes = { one: await one.outcome, two: await two.outcome };
  if (outcomes.one.status === 'rejected') throw outcomes.one.reason;
  if (outcomes.two.status === 'rejected') throw outcomes.two.reason;
  return { one: outcomes.one.value, two: outcomes.two.value };
}

/** Carries out the check under every schedule; a failure names its own. */
export async function everyInterleaving(
  stops: readonly string[],
  check: (schedule: Schedule, round: number) => Promise<void>,
): Promise<void> {
  for (const [round, schedule] of schedules(stops).entries()) {
    await check(schedule, round).catch((cause: unknown) => {
      const { one, two, first } = schedule;
      throw new Error(
        `one stops at ${String(one)}, two at ${String(two)}, ${first} goes on first: ${String(cause)}`,
        { cause },
      );
    });
  }
}
