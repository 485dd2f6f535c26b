import { invalidField, nearest } from '@dbosd/shared';

/** All option names of a type. The compiler checks that none is missing. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/**
 * Checks that options are an object with known names only, because a misspelt option would be ignored silently. Throws
 * INVALID_FIELD that suggests the name that was probably meant. `what` names the object.
 */
export function checkOptions(what: string, given: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalidField(what, `is ${spell(given)}: give an object with options`);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const meant = nearest(name, known);
    throw invalidField(
      `${what}.${name}`,
      `is not an option: ${meant === undefined ? `the options are ${known.join(', ')}` : `did you mean ${meant}?`}`,
    );
  }
}

/**
 * Returns the checked options without those that are null. Callers that read options from JSON mean absent by null, and
 * so does DBOS. Throws INVALID_FIELD as `checkOptions` does.
 */
export function takeOptions<T extends object>(
  what: string,
  given: T,
  names: Readonly<Record<string, true>>,
): T {
  checkOptions(what, given, names);
  checkSignal((given as { readonly signal?: unknown }).signal);
  if (!Object.values(given as Record<string, unknown>).includes(null)) return given;
  return Object.fromEntries(
    Object.entries(given as Record<string, unknown>).filter(([, value]) => value !== null),
  ) as T;
}

/** Checks that a signal is an AbortSignal (possibly from another realm) or absent. Throws INVALID_FIELD. */
function checkSignal(given: unknown): void {
  if (given === undefined || given === null) return;
  const { aborted, addEventListener } = given as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof addEventListener === 'function') return;
  throw invalidField('signal', `is ${spell(given)}: give an AbortSignal`);
}

/** Checks a flag: true, false or absent. Throws INVALID_FIELD for anything else; any string would count as true. */
export function checkFlag(field: string, given: boolean | undefined): void {
  if (given === undefined || typeof (given as unknown) === 'boolean') return;
  throw invalidField(field, `is ${spell(given)}: give true or false`);
}

/** Checks that a value is absent or one of the allowed ones. */
export function checkChoice<T extends string>(
  field: string,
  given: T | undefined,
  allowed: readonly T[],
): T | undefined {
  if (given === undefined || allowed.includes(given)) return given;
  throw invalidField(field, `is ${spell(given)}: give one of ${allowed.join(', ')}`);
}

/** Checks that a value is an array. */
export function checkArray<T>(field: string, given: readonly T[]): readonly T[] {
  if (Array.isArray(given)) return given as readonly T[];
  throw invalidField(field, `is ${spell(given)}: give an array`);
}

/**
 * Checks that a number is whole and within an inclusive range. Throws INVALID_FIELD; encoding would round or wrap it.
 */
export function checkWhole(
  field: string,
  given: number,
  [least, most]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
): number {
  if (Number.isSafeInteger(given) && given >= least && given <= most) return given;
  throw invalidField(
    field,
    `is ${spellNumber(given)}: give a whole number from ${String(least)} to ${String(most)}`,
  );
}

/** Formats a value that should be a number as source code would. */
export function spellNumber(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given) : String(given);
}

function spell(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given) : given === null ? 'null' : typeof given;
}

/** What to call instead of each, after the commit. A repeat has no second effect. */
const INSTEAD = {
  sendInTransaction: 'send with an idempotencyKey',
  enqueueInTransaction: 'enqueue with a workflowID',
  enqueuePortableInTransaction: 'enqueuePortable with a workflowID',
} as const;

/**
 * Always rejects, because a daemon cannot join a transaction that is open on the caller's own connection. The reason is
 * INVALID_FIELD, since no value of `client` could work. Nothing was done.
 */
export function refuseTransaction(method: keyof typeof INSTEAD): Promise<never> {
  const description =
    `is a database connection, whose transaction a daemon cannot join, and ${method} did nothing: commit, and then ` +
    `call ${INSTEAD[method]}, again and again until it succeeds (a repeat has no second effect); a workflow and its ` +
    'first messages are stored together by enqueueAndSend';
  return Promise.reject(invalidField('client', description));
}
