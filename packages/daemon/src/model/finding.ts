/** `failed`: a daemon cannot work so. `warning`: it works, and an operator should know. `skipped`: not looked at. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a look at one thing came to. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found: words without an end. */
  readonly found: string;
  /** What to do about it. Absent where there is nothing to do. */
  readonly mend?: string;
}

export function ok(found: string): Finding {
  return { verdict: 'ok', found };
}

export function warning(found: string, mend: string): Finding {
  return { verdict: 'warning', found, mend };
}

export function failed(found: string, mend: string): Finding {
  return { verdict: 'failed', found, mend };
}

export function skipped(found: string): Finding {
  return { verdict: 'skipped', found };
}
