import { systemClock } from '@dbosd/shared';

/** Receives a sentence for the operator. */
export type Tell = (message: string) => void;

/** A wait is reported after the first of these, and then every so often: people lose patience after some seconds. */
const TELL_AFTER_MS = 2000;
const TELL_EVERY_MS = 10_000;

/** Waits for `work`. Reports what it waits for once that takes long, and again every ten seconds. */
export async function during<Result>(
  work: Promise<Result>,
  { what, tell }: { readonly what: string; readonly tell: Tell | undefined },
): Promise<Result> {
  if (tell === undefined) return work;
  const over = new AbortController();
  void tellWhile(over.signal, (forMs) => {
    tell(`waiting for ${what}: no answer for ${String(Math.round(forMs / 1000))} s`);
  });
  try {
    return await work;
  } finally {
    over.abort();
  }
}

async function tellWhile(over: AbortSignal, tell: (forMs: number) => void): Promise<void> {
  const begunMs = systemClock.monotonicMs();
  for (let waitMs = TELL_AFTER_MS; ; waitMs = TELL_EVERY_MS) {
    await systemClock.sleep(waitMs, over).catch(() => undefined);
    if (over.aborted) return;
    tell(systemClock.monotonicMs() - begunMs);
  }
}
