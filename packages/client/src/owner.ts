/** What may name an application. */
interface Ownable {
  applicationName?: string | string[];
}

/** The options, with the application that the client acts for where they name none. Undefined: it acts for none. */
export function withOwner<T extends Ownable>(options: T, own: string | undefined): T {
  // What is no object is refused where options are checked; null means absent, as in every option.
  if (own === undefined || typeof options !== 'object' || (options as unknown) === null) return options;
  if ((options.applicationName ?? undefined) !== undefined) return options;
  return { ...options, applicationName: own };
}

/** As {@link withOwner}, of a list: a read by ids is of exactly these workflows, whichever application owns them. */
export function withOwnerUnlessByIds<T extends Ownable & { workflowIDs?: readonly string[] }>(
  input: T,
  own: string | undefined,
): T {
  return ((input as T | null)?.workflowIDs?.length ?? 0) > 0 ? input : withOwner(input, own);
}

/** The applications whose queues are listed; none: all. As DBOS has it, the empty text names no application. */
export function ownersOf(
  given: string | readonly string[] | undefined,
  own: string | undefined,
): readonly string[] {
  const names = given ?? own ?? '';
  if (typeof names !== 'string') return names;
  return names === '' ? [] : [names];
}
