import { isDeepStrictEqual } from 'node:util';
import { operationsByWorkflow, type Checker } from './evidence.js';

/** Operations whose outcome a script returns, besides steps. */
const WITH_OUTCOME: ReadonlySet<string> = new Set(['DBOS.recv', 'DBOS.getEvent', 'DBOS.getResult']);

/** Every workflow ends well, and returns what its operations are recorded to have returned: no replay has lied to it. */
export const workflowsEndAsRecorded: Checker = ({ programs, tables }) => {
  const rows = new Map(tables.workflows.map((row) => [row.workflowId, row]));
  const operations = operationsByWorkflow(tables);
  return programs.flatMap(({ workflowId }) => {
    const row = rows.get(workflowId);
    if (row?.status !== 'SUCCESS') {
      return [{ rule: 'workflow did not complete', detail: `${workflowId}: ${row?.status ?? 'missing'}` }];
    }
    const recorded = (operations.get(workflowId) ?? [])
      .filter(({ name }) => WITH_OUTCOME.has(name) || name.startsWith('step '))
      .map(({ output }) => output);
    return isDeepStrictEqual(row.output, recorded)
      ? []
      : [
          {
            rule: 'workflow returned what is not recorded',
            detail: `${workflowId}: ${JSON.stringify(row.output)}, not ${JSON.stringify(recorded)}`,
          },
        ];
  });
};
