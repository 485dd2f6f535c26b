/** Prints a notice about the whole list, below it. */
export type Note = (words: string) => void;

/** At most so many of them (0 = all); notes when there are more. */
export async function* limited<T>(
  items: AsyncIterable<T>,
  limit: number,
  note: Note,
): AsyncGenerator<T, void, unknown> {
  let taken = 0;
  for await (const item of items) {
    if (limit > 0 && taken === limit) {
      const shown = limit === 1 ? 'the first one is' : `the first ${String(limit)} are`;
      note(`${shown} shown, and there are more: --limit 0 shows all`);
      return;
    }
    taken += 1;
    yield item;
  }
}
