import { daemons } from './daemons.js';
import { growth } from './growth.js';
import type { Row } from './row.js';
import { send } from './send.js';
import { writes } from './writes.js';

/** In the order in which they run and are told. */
export const ROWS: readonly Row[] = [send, writes, growth, daemons];
