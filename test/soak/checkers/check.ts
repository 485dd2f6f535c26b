import type { Checker, Evidence, Violation } from './evidence.js';
import { eventsHoldTheLastCall, eventsNeverGoBack } from './events.js';
import { messagesAreReceivedOnce } from './messages.js';
import { messagesKeepTheirOrder } from './order.js';
import { stepsRunUntilTheyAreRecorded } from './steps.js';
import { readersSeeTheStream, streamsAreWhole } from './streams.js';
import { recvsDoNotGiveUpEarly } from './timeouts.js';
import { workflowsEndAsRecorded } from './workflows.js';

const CHECKERS: readonly Checker[] = [
  workflowsEndAsRecorded,
  messagesAreReceivedOnce,
  messagesKeepTheirOrder,
  recvsDoNotGiveUpEarly,
  streamsAreWhole,
  readersSeeTheStream,
  eventsHoldTheLastCall,
  eventsNeverGoBack,
  stepsRunUntilTheyAreRecorded,
];

/** All that is broken. Empty: every promise was kept. */
export function check(evidence: Evidence): Violation[] {
  return CHECKERS.flatMap((checker) => checker(evidence));
}
