// Runs jobs next to each other and shows their output one after another, as if they had run in turn.

/**
 * Starts the jobs in their order, at most `width` at a time, and returns their outcomes in that order. The first job
 * that has not ended shows what it writes at once; what later ones write is kept until it is their turn. Once the
 * signal is aborted no further job starts, and those that did not have no outcome.
 * @template T
 * @param {readonly ((write: (text: string) => void) => Promise<T>)[]} jobs each writes what people should read
 * @param {{ width: number, write: (text: string) => void, signal?: AbortSignal }} options
 * @returns {Promise<(T | undefined)[]>}
 */
export async function sideBySide(jobs, { width, write, signal }) {
  const kept = jobs.map(() => []);
  const ended = jobs.map(() => false);
  const outcomes = new Array(jobs.length);
  let shown = 0;
  let next = 0;

  const show = () => {
    for (; shown < jobs.length; shown += 1) {
      for (const text of kept[shown].splice(0)) write(text);
      if (!ended[shown]) return;
    }
  };
  const runNext = async () => {
    while (next < jobs.length && !signal?.aborted) {
      const index = next;
      next += 1;
      outcomes[index] = await jobs[index]((text) => {
        kept[index].push(text);
        show();
      });
      ended[index] = true;
      show();
    }
  };
  await Promise.all(Array.from({ length: width }, runNext));
  return outcomes;
}
