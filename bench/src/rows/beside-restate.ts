import type { ContestantName } from '../measure/alternate.js';
import { atLeast, ratio, type Figure, type Target } from '../measure/result.js';
import type { Stage } from '../stage/stage.js';

/** How Restate is run, for settings: durability is left at its default. */
export const RESTATE_SETTING =
  'Restate: one node as it is by default (its log synced to disk), its client over keep-alive connections';

/** What a result says in place of its figure: nothing, where it was left out on purpose. */
export function restateNotes({ settings }: Stage): string[] {
  return settings.peers ? ['not run: Restate missing'] : [];
}

/** Nothing when Restate was not run. */
export function aheadOfRestate(figures: Partial<Record<ContestantName, Figure>>): Target[] {
  if (figures.restate === undefined) return [];
  return [atLeast('≥ 1 × Restate', 1, ratio(figures.dbosd, figures.restate))];
}
