/** Farther away than this, a name is another word and not a slip of the finger. */
const MAX_DISTANCE = 3;

/**
 * The known name that somebody probably meant: the nearest by edit distance, at most three edits away and at most
 * a third of the word; undefined when there is none.
 */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  const bound = Math.min(MAX_DISTANCE, Math.ceil(wrong.length / 3));
  const [best] = known
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= bound)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Levenshtein's: how many letters to insert, delete or replace. One row of the table at a time. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[index] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
