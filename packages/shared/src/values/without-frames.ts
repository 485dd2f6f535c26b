/**
 * Makes an error without the frames of the stack that it is made on. For one that is read: it has happened elsewhere,
 * and to note them costs a hundred times what its text does.
 */
export function withoutFrames<T extends Error>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
