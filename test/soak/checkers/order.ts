import { entriesOf, groupedBy, recordedRecvs, spansOf, type Checker } from './evidence.js';

/**
 * First in, first out, for each workflow and topic: where a send was answered before another was begun, it is received
 * first. Sends that overlapped, or were never answered, may come in any order.
 */
export const messagesKeepTheirOrder: Checker = (evidence) => {
  const spans = spansOf(entriesOf(evidence.history, 'send'), ({ value }) => value);
  const received = recordedRecvs(evidence)
    .filter(({ row }) => row.output !== null)
    .map(({ workflowId, op, row }) => ({ to: workflowId, topic: op.topic, value: String(row.output) }));
  // What still waits comes behind all that was received.
  const waiting = evidence.tables.messages.filter(({ consumedBy }) => consumedBy === undefined);
  const mailboxOf = ({ to, topic }: { to: string; topic: string | undefined }): string =>
    JSON.stringify([to, topic]);
  const mailboxes = groupedBy(received, mailboxOf);
  const rests = groupedBy(waiting, mailboxOf);
  return [...mailboxes].flatMap(([mailbox, queue]) => {
    let latest = { invokedUs: -Infinity, value: '' };
    const overtaken = (value: string): { rule: string; detail: string }[] =>
      (spans.get(value)?.okUs ?? Infinity) < latest.invokedUs
        ? [{ rule: 'message overtaken', detail: `${value}, by ${latest.value}` }]
        : [];
    const violations = queue.flatMap(({ value }) => {
      const found = overtaken(value);
      const invokedUs = spans.get(value)?.invokedUs ?? -Infinity;
      if (invokedUs > latest.invokedUs) latest = { invokedUs, value };
      return found;
    });
    return [...violations, ...(rests.get(mailbox) ?? []).flatMap(({ value }) => overtaken(value))];
  });
};
