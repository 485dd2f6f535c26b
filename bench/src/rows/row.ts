import type { Result } from '../measure/result.js';
import type { Stage } from '../stage/stage.js';

/** A row of the table of targets, or some that are measured together. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  measure(stage: Stage): Promise<Result[]>;
}
