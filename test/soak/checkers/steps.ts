import { stepName } from '../script/op.js';
import {
  entriesOf,
  groupedBy,
  operationsByWorkflow,
  placedOf,
  type Checker,
  type Violation,
} from './evidence.js';

/**
 * A step is recorded once, with the outcome of an execution that took place, which is its last one: a step that is
 * recorded is not run again, and one that is not is run again.
 */
export const stepsRunUntilTheyAreRecorded: Checker = ({ programs, history, tables }) => {
  const violations: Violation[] = [];
  const rows = operationsByWorkflow(tables);
  const executions = groupedBy(
    entriesOf(history, 'step'),
    ({ workflowId, path }) => `${path} of ${workflowId}`,
  );
  for (const program of programs) {
    for (const { path } of placedOf(program, 'step')) {
      const about = `${path} of ${program.workflowId}`;
      const recorded = (rows.get(program.workflowId) ?? []).filter(({ name }) => name === stepName(path));
      const [row] = recorded;
      if (row === undefined || recorded.length > 1) {
        violations.push({
          rule: 'step not recorded once',
          detail: `${about}: ${String(recorded.length)} times`,
        });
        continue;
      }
      const entries = executions.get(about) ?? [];
      const begun = entries.filter(({ phase }) => phase === 'invoke').map(({ execution }) => execution);
      if (!begun.includes(String(row.output))) {
        violations.push({ rule: 'step recorded that was not run', detail: about });
      } else if (begun.at(-1) !== row.output) {
        violations.push({ rule: 'step run again after it was recorded', detail: about });
      }
      const other = entries.find(({ phase, execution }) => phase === 'ok' && execution !== row.output);
      if (other !== undefined) violations.push({ rule: 'step with two outcomes', detail: about });
    }
  }
  return violations;
};
