import { messageValue, placed } from '../script/op.js';
import {
  entriesOf,
  groupedBy,
  recordedRecvs,
  type Checker,
  type Evidence,
  type Violation,
} from './evidence.js';

/**
 * The queue as a whole: what was acknowledged is there, once, and received at most once; what is received was sent, and
 * is what the store and the receiving workflow both say.
 */
export const messagesAreReceivedOnce: Checker = (evidence) => [
  ...storedOnce(evidence),
  ...receivedOnce(evidence),
  ...seenAsRecorded(evidence),
];

function storedOnce({ programs, history, tables }: Evidence): Violation[] {
  const rows = groupedBy(tables.messages, ({ value }) => value);
  const sends = entriesOf(history, 'send');
  const begun = new Set(sends.map(({ value }) => value));
  const acked = new Set(sends.filter(({ phase }) => phase === 'ok').map(({ value }) => value));
  // Every workflow has come to its end, so each of its sends has had its effect.
  const owed = programs.flatMap((program) =>
    placed(program)
      .filter(({ op }) => op.do === 'send' || (op.do === 'step' && op.to !== undefined))
      .map(({ path }) => messageValue(program.workflowId, path)),
  );
  const violations: Violation[] = [];
  for (const value of new Set([...acked, ...owed])) {
    if (!rows.has(value)) violations.push({ rule: 'message lost', detail: value });
  }
  for (const [value, group] of rows) {
    if (group.length > 1) violations.push({ rule: 'message stored twice', detail: value });
    if (!begun.has(value)) violations.push({ rule: 'message from nowhere', detail: value });
  }
  return violations;
}

function receivedOnce(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const recvs = recordedRecvs(evidence).filter(({ row }) => row.output !== null);
  const byValue = groupedBy(recvs, ({ row }) => String(row.output));
  for (const [value, group] of byValue) {
    if (group.length > 1) violations.push({ rule: 'message received twice', detail: value });
  }
  const stored = new Set<string>();
  for (const { to, topic, value, consumedBy } of evidence.tables.messages) {
    stored.add(value);
    const got = byValue.get(value)?.[0];
    if (consumedBy === undefined) {
      if (got !== undefined) violations.push({ rule: 'message received, and still waiting', detail: value });
    } else if (got === undefined) {
      violations.push({ rule: 'message consumed by nobody', detail: value });
    } else if (got.workflowId !== to || got.row.functionId !== consumedBy || got.op.topic !== topic) {
      violations.push({ rule: 'message received by another', detail: `${value}, by ${got.workflowId}` });
    }
  }
  for (const value of byValue.keys()) {
    if (!stored.has(value)) violations.push({ rule: 'message received that is not stored', detail: value });
  }
  return violations;
}

/** What a workflow has seen is what is recorded, in each of its lives. */
function seenAsRecorded(evidence: Evidence): Violation[] {
  const recorded = new Set(
    recordedRecvs(evidence).map(({ workflowId, row }) => `${workflowId} ${String(row.output)}`),
  );
  return entriesOf(evidence.history, 'recv')
    .filter(({ phase }) => phase === 'ok')
    .filter(({ workflowId, value }) => !recorded.has(`${workflowId} ${String(value)}`))
    .map(({ workflowId, value }) => ({
      rule: 'received, and not recorded',
      detail: `${String(value)} by ${workflowId}`,
    }));
}
