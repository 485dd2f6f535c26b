import { failed, ok, warning, type Finding } from '../model/finding.js';
import type { ConnectionRoom, Room } from '../store/doctor/index.js';

/** Judges whether the connections of one daemon fit: at all, and next to those that are open now. */
export function judgeMaxConnections(room: ConnectionRoom, wanted: number): Finding {
  const bounds = Object.entries({
    [SERVER]: room.server,
    'the database': room.database,
    'the role': room.role,
  }).filter((bound): bound is [string, Room] => bound[1] !== undefined);
  const [name, tightest] = bounds.reduce((a, b) => (freeIn(b[1]) < freeIn(a[1]) ? b : a));
  const [strictName, strictest] = bounds.reduce((a, b) => (b[1].limit < a[1].limit ? b : a));
  if (strictest.limit < wanted) {
    return failed(
      `a daemon wants ${String(wanted)} connections, and ${strictName} allows ${String(strictest.limit)}`,
      fixOf(strictName),
    );
  }
  const used = `${name} allows ${String(tightest.limit)}, of which others use ${String(tightest.usedByOthers)}`;
  const found = `a daemon wants ${String(wanted)} connections; ${used}`;
  return freeIn(tightest) < wanted ? warning(found, fixOf(name)) : ok(found);
}

const SERVER = 'the server';

function freeIn({ limit, usedByOthers }: Room): number {
  return limit - usedByOthers;
}

function fixOf(bound: string): string {
  const raise = bound === SERVER ? 'raise max_connections' : `raise the connection limit of ${bound}`;
  return `${raise}, or lower write_pool_size and read_pool_size`;
}
