// Runs jobs next to each other and shows their output one after another, as if they had run in turn.

/**
 * @template T
 * @typedef {object} Job
 * @property {(write: (text: string) => void) => Promise<T>} run writes what people should read, and returns its outcome
 */

/**
 * Starts the jobs in their order, at most `width` at a time, and returns their outcomes in that order. The first job
 * that has not ended shows what it writes at once; what later ones write is kept until it is their turn.
 * @template T
 * @param {readonly Job<T>['run'][]} jobs
 * @param {{ width: number, write: (text: string) => void }} options
 * @returns {Promise<T[]>}
 */
export async function sideBySide(jobs, { width, write }) {
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
    while (next < jobs.length) {
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
