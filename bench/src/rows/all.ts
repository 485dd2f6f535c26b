import { daemons } from './daemons.js';
import { enqueue } from './enqueue.js';
import { growth } from './growth.js';
import { idle } from './idle.js';
import { readers } from './readers.js';
import { receive } from './receive.js';
import { replay } from './replay.js';
import type { Row } from './row.js';
import { send } from './send.js';
import { statements } from './statements.js';
import { tail } from './tail.js';
import { waiters } from './waiters.js';
import { wake } from './wake.js';
import { writes } from './writes.js';

/** In the order in which they run and are told. */
export const ROWS: readonly Row[] = [
  send,
  enqueue,
  wake,
  replay,
  tail,
  receive,
  writes,
  waiters,
  readers,
  statements,
  growth,
  idle,
  daemons,
];
