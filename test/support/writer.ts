import { systemClock } from '@dbosd/shared';
import type { Sent } from '@dbosd/daemon/internal/model/messages.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { Announcer } from '@dbosd/daemon/internal/writer/announcer.js';
import { BACKLOG_MARKS, Backlog } from '@dbosd/daemon/internal/writer/backlog.js';
import { carryOut, type Outcome } from '@dbosd/daemon/internal/writer/carry-out.js';
import { sendKind, type MessageWrite } from '@dbosd/daemon/internal/writer/kinds/send.js';
import { Writer, type WriterOptions } from '@dbosd/daemon/internal/writer/writer.js';

/** A writer as the daemon composes it, and what it has announced to this daemon's waiters. */
export function openWriter(
  db: Database,
  options: Partial<WriterOptions> = {},
): { readonly writer: Writer; readonly heard: Hint[] } {
  const heard: Hint[] = [];
  const announcer = new Announcer({
    clock: systemClock,
    hear: (hint) => heard.push(hint),
    messagesAnnounced: () => true,
    onError: () => undefined,
  });
  const backlog = new Backlog(BACKLOG_MARKS);
  return {
    writer: new Writer({ db, announcer, backlog, clock: systemClock, refusal: () => undefined, ...options }),
    heard,
  };
}

/** Stores messages as a batch of the writer does. */
export function storeMessages(db: Queryable, messages: readonly MessageWrite[]): Promise<Outcome<Sent>[]> {
  return carryOut(db, sendKind, messages, { inTransaction: false });
}
