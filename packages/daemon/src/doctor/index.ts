// `@dbosd/daemon/doctor`: the checks of a database, and the findings of which more checks can be made.
export { failed, ok, skipped, warning, type Finding, type Verdict } from '../model/finding.js';
export type { Check } from './check.js';
export { examineDatabase, refuseOtherDatabase } from './examine-database.js';
