/** `failed`: a daemon cannot work so. `warning`: it works, and an operator should know. `skipped`: not looked at. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a look at one thing came to. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found: words without an end. */
  readonly found: string;
  /** What to do about it. Absent where there is nothing to do. */
  readonly fix?: string;
}

export function ok(found: string): Finding {
  return { verdict: 'ok', found };
}

export function warning(found: string, fix: string): Finding {
  return { verdict: 'warning', found, fix };
}

export function failed(found: string, fix: string): Finding {
  return { verdict: 'failed', found, fix };
}

export function skipped(found: string): Finding {
  return { verdict: 'skipped', found };
}
