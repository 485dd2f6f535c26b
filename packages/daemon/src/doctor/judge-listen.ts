import { failed, ok, warning, type Finding } from '../model/finding.js';
import { LISTEN_WITHIN_MS, type HeardNotification, type Identity } from '../store/doctor/index.js';

/** Judges whether the two URLs lead to one database. */
export function judgeSameDatabase(listening: Identity, writing: Identity): Finding {
  if (listening.fingerprint === writing.fingerprint) {
    return ok(`listen_url leads to the same database, as role "${listening.role}"`);
  }
  return failed(
    `listen_url leads to another database (or another server's) than database_url: "${listening.database}" and "${writing.database}"`,
    'let both lead to the same database of the same primary',
  );
}

/** Judges whether a notification arrived. */
export function judgeListen(received: HeardNotification): Finding {
  if (received !== 'silence') {
    return ok(`a notification came back within ${String(Math.max(1, received.afterMs))} ms`);
  }
  return warning(
    `no notification came back within ${String(LISTEN_WITHIN_MS)} ms: waits end only by the sweep`,
    'let listen_url lead straight to Postgres, past any transaction pooler, or set notify: off',
  );
}
