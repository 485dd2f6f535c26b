/** Options that may name an application. */
interface Ownable {
  applicationName?: string | string[];
}

/** The options, with the client's own application if they name none. */
export function withOwner<T extends Ownable>(options: T, own: string | undefined): T {
  // A value that is not an object is refused when options are checked. Null means absent, as in every option.
  if (own === undefined || typeof options !== 'object' || (options as unknown) === null) return options;
  if ((options.applicationName ?? undefined) !== undefined) return options;
  return { ...options, applicationName: own };
}

/**
 * Like {@link withOwner}, for lists. A read by ids returns exactly those workflows, whichever application owns them.
 */
export function withOwnerUnlessByIds<T extends Ownable & { workflowIDs?: readonly string[] }>(
  input: T,
  own: string | undefined,
): T {
  return ((input as T | null)?.workflowIDs?.length ?? 0) > 0 ? input : withOwner(input, own);
}

/**
 * The applications whose queues are listed; an empty list means all. As in DBOS, the empty string names no application.
 */
export function ownersOf(
  given: string | readonly string[] | undefined,
  own: string | undefined,
): readonly string[] {
  const names = given ?? own ?? '';
  if (typeof names !== 'string') return names;
  return names === '' ? [] : [names];
}
