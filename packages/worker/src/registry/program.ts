import { Registry } from './registry.js';

/** What this program has registered. DBOS is static, and so is this: functions register when their modules load. */
export const program = new Registry();
