/** Why something takes no operation any more. An error costs its stack: it is made when somebody is told, and once. */
export type StopCause = () => Error;

export function stopCause(cause: Error | (() => Error)): StopCause {
  let made = cause instanceof Error ? cause : undefined;
  return () => (made ??= (cause as () => Error)());
}
