import { WORKFLOW_STATUSES, isTerminal } from '@dbosd/shared';

/** The terminal statuses as a list of SQL texts, for `in (…)`: constants, so that plans know them. */
export const terminalStatuses = WORKFLOW_STATUSES.filter(isTerminal)
  .map((status) => `'${status}'`)
  .join(', ');
