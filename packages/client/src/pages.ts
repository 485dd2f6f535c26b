/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Empty: it was the last one. */
  readonly nextPageToken: string;
}

/** Goes through a list page by page; the next page is asked for when the last item of one was taken. */
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

/** All items of a list that is gone through to its end. */
export async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
