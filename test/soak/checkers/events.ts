import {
  entriesOf,
  groupedBy,
  placedOf,
  spansOf,
  type Checker,
  type Evidence,
  type Violation,
} from './evidence.js';

/** An event ends with the value of the last call, and its history has each call once, in order. */
export const eventsHoldTheLastCall: Checker = ({ programs, tables }) => {
  const violations: Violation[] = [];
  const current = new Map(tables.events.map((row) => [eventOf(row), row.value]));
  const histories = groupedBy(tables.eventHistory, eventOf);
  const expected = new Set<string>();
  for (const program of programs) {
    const calls = placedOf(program, 'setEvent').map(({ op }) => ({ workflowId: program.workflowId, ...op }));
    for (const [event, sets] of groupedBy(calls, eventOf)) {
      expected.add(event);
      const wanted = sets.map(({ value }) => value).join(' ');
      const recorded = (histories.get(event) ?? []).map(({ value }) => value).join(' ');
      if (recorded !== wanted) {
        violations.push({
          rule: 'event with another history',
          detail: `${event}: ${recorded}, not ${wanted}`,
        });
      }
      const last = sets.at(-1)?.value;
      if (current.get(event) !== last) {
        const value = String(current.get(event));
        violations.push({
          rule: 'event with another value',
          detail: `${event}: ${value}, not ${String(last)}`,
        });
      }
    }
  }
  for (const event of current.keys()) {
    if (!expected.has(event)) violations.push({ rule: 'event from nowhere', detail: event });
  }
  return violations;
};

/**
 * Who looks at an event sees no value older than one whose call was answered before the look began, and none whose call
 * was begun after the look ended. Values rise with the calls.
 */
export const eventsNeverGoBack: Checker = ({ history }) => {
  const sets = entriesOf(history, 'setEvent');
  const spans = spansOf(sets, (entry) => `${eventOf(entry)} ${String(entry.value)}`);
  const values = groupedBy(sets, eventOf);
  const looks = groupedBy(entriesOf(history, 'getEvent'), ({ look }) => look);
  return [...looks.values()].flatMap((entries) => {
    const begun = entries.find(({ phase }) => phase === 'invoke');
    const ended = entries.find(({ phase }) => phase === 'ok');
    if (begun === undefined || ended === undefined) return [];
    const event = eventOf(begun);
    const seen = ended.value ?? -Infinity;
    const newer = (values.get(event) ?? []).find(
      ({ value }) => value > seen && (spans.get(`${event} ${String(value)}`)?.okUs ?? Infinity) < begun.tUs,
    );
    if (newer !== undefined) {
      return [
        { rule: 'event went back', detail: `${event}: ${String(ended.value)} after ${String(newer.value)}` },
      ];
    }
    if (seen === -Infinity) return [];
    const invokedUs = spans.get(`${event} ${String(seen)}`)?.invokedUs ?? Infinity;
    return invokedUs > ended.tUs
      ? [{ rule: 'event seen before it was set', detail: `${event}: ${String(seen)}` }]
      : [];
  });
};

function eventOf({
  workflowId,
  key,
}: Pick<Evidence['tables']['events'][number], 'workflowId' | 'key'>): string {
  return `${key} of ${workflowId}`;
}
