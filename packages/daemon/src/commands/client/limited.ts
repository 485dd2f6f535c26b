import type { Output } from '../output/output.js';

/** At most so many of them (0 = all); says when there are more. */
export async function* limited<T>(
  items: AsyncIterable<T>,
  limit: number,
  output: Output,
): AsyncGenerator<T, void, unknown> {
  let taken = 0;
  for await (const item of items) {
    if (limit > 0 && taken === limit) {
      output.tell(`the first ${String(limit)} are shown, and there are more: --limit 0 shows all`);
      return;
    }
    taken += 1;
    yield item;
  }
}
