import {
  entriesOf,
  operationsByWorkflow,
  recordedRecvs,
  spansOf,
  groupedBy,
  type Checker,
} from './evidence.js';

/**
 * A recv returns null only where nothing waited at its deadline: no message that was acknowledged before, and that is
 * received later or not at all. All clocks of a run are those of one machine.
 */
export const recvsDoNotGiveUpEarly: Checker = (evidence) => {
  const spans = spansOf(entriesOf(evidence.history, 'send'), ({ value }) => value);
  const byWorkflow = operationsByWorkflow(evidence.tables);
  const messages = groupedBy(evidence.tables.messages, ({ to }) => to);
  return recordedRecvs(evidence)
    .filter(({ row }) => row.output === null)
    .flatMap(({ workflowId, op, row }) => {
      const operations = byWorkflow.get(workflowId) ?? [];
      const deadline = operations.find(({ functionId }) => functionId === row.functionId + 1);
      const deadlineMs = Number(deadline?.output ?? -Infinity);
      return (messages.get(workflowId) ?? [])
        .filter(({ topic }) => topic === op.topic)
        .filter(({ value }) => (spans.get(value)?.okWallMs ?? Infinity) < deadlineMs)
        .filter(({ consumedBy }) => {
          if (consumedBy === undefined) return true;
          const consumer = operations.find(({ functionId }) => functionId === consumedBy);
          return consumer !== undefined && consumer.completedAtMs > row.completedAtMs;
        })
        .map(({ value }) => ({
          rule: 'recv gave up although a message waited',
          detail: `${workflowId}, function ${String(row.functionId)}: ${value}`,
        }));
    });
};
