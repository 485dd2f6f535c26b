/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** Iterates over a list page by page. The next page is requested when the last item of a page has been consumed. */
export async function* throughPages<T>(
  readPage: (pageToken: string) => Promise<Page<T>>,
): AsyncGenerator<T, void, unknown> {
  let pageToken = '';
  do {
    const page = await readPage(pageToken);
    yield* page.items;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}

/** Collects all items into an array. */
export async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
