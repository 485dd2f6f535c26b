import { fileURLToPath } from 'node:url';

/** Absolute path of something in the checkout, seen from the compiled tests in test/dist/support. */
export function workspacePath(relative = ''): string {
  return fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
}
