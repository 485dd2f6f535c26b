import { isMet, type Result } from '../measure/result.js';

/** What became of a row. */
export type Outcome =
  | { readonly kind: 'measured'; readonly row: string; readonly results: readonly Result[] }
  | { readonly kind: 'broken'; readonly row: string; readonly message: string };

export interface Tally {
  readonly met: number;
  readonly missed: number;
  readonly broken: number;
}

/** Targets met and missed, and rows that broke, whose targets are in neither count. */
export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const targets = resultsOf(outcomes).flatMap((result) => result.targets);
  const met = targets.filter(isMet).length;
  return {
    met,
    missed: targets.length - met,
    broken: outcomes.filter(({ kind }) => kind === 'broken').length,
  };
}

export function resultsOf(outcomes: readonly Outcome[]): Result[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'measured' ? outcome.results : []));
}

/** `bench: 11 met, 2 missed`, and how many rows broke, if any did. */
export function closingLine({ met, missed, broken }: Tally): string {
  const counts = [`${String(met)} met`, `${String(missed)} missed`];
  if (broken > 0) counts.push(`${String(broken)} broken`);
  return `bench: ${counts.join(', ')}`;
}
